import { createdSourceSchema, uploadPreviewSchema } from "#lib/contract/uploads";

/** Signs in over HTTP, as docs/http-api.md describes: quicker than the form, which has its own test. */
export const admin = {
  organization: "Northwind Outfitters",
  name: "Ada Lovelace",
  email: "ada@example.com",
  password: "correct horse battery staple",
} as const;

export async function postJson(url: string, path: string, body: unknown, cookie = ""): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url, ...(cookie === "" ? {} : { cookie }) },
    body: JSON.stringify(body),
  });
}

export async function expectOk(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response;
}

/** `askbook=…`, for the Cookie header. */
export function cookieOf(response: Response): string {
  const cookie = response.headers.getSetCookie().find((line) => line.includes("askbook="));
  if (cookie === undefined) throw new Error("no session cookie was set");
  return cookie.split(";")[0] ?? "";
}

export async function setUp(url: string): Promise<string> {
  return cookieOf(await expectOk(await postJson(url, "/api/setup", admin)));
}

export async function signIn(url: string, email: string, password: string): Promise<string> {
  return cookieOf(await expectOk(await postJson(url, "/api/sign-in", { email, password })));
}

/** Uploads a CSV as the shared admin and makes it a source with everything as suggested, but for a name; gives its id. */
export async function uploadCsv(url: string, fileName: string, csv: string, name?: string): Promise<string> {
  const cookie = process.env["ASKBOOK_E2E_COOKIE"] ?? "";
  const upload = await fetch(`${url}/api/uploads?name=${encodeURIComponent(fileName)}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", origin: url, cookie },
    body: csv,
  });
  const preview = uploadPreviewSchema.parse(await (await expectOk(upload)).json());
  const created = await postJson(
    url,
    `/api/uploads/${preview.uploadId}/source`,
    { name: name ?? preview.name },
    cookie,
  );
  return createdSourceSchema.parse(await (await expectOk(created)).json()).sourceId;
}
