import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { RecordedRequest } from "./wire-server.ts";

/** AWS's Signature Version 4, computed anew from what arrived, as AWS itself checks it. */

export type Signer = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken: string | null;
};

export type SignatureProblem = "missing" | "unknown-key" | "wrong-token" | "mismatch";

const authorizationPattern =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/(\w+)\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/;

/** Who signed the request for this service and region, or what is wrong with the signature. */
export function verifySignature<Known extends Signer>(
  request: RecordedRequest,
  service: string,
  find: (accessKeyId: string) => Known | undefined,
): { readonly signer: Known; readonly region: string } | { readonly problem: SignatureProblem } {
  const [, accessKeyId = "", day = "", region = "", scopeService = "", signedHeaders = "", signature = ""] =
    authorizationPattern.exec(request.headers["authorization"] ?? "") ?? [];
  if (signature === "") return { problem: "missing" };
  const signer = find(accessKeyId);
  if (signer === undefined) return { problem: "unknown-key" };
  if ((request.headers["x-amz-security-token"] ?? null) !== signer.sessionToken) return { problem: "wrong-token" };
  const names = signedHeaders.split(";");
  const date = request.headers["x-amz-date"] ?? "";
  const mustBeSigned = ["host", "x-amz-date", ...(signer.sessionToken === null ? [] : ["x-amz-security-token"])];
  const isInScope =
    scopeService === service && date.startsWith(day) && mustBeSigned.every((name) => names.includes(name));
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", date, scope, sha256(canonicalRequest(request, names))].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    `AWS4${signer.secretAccessKey}`,
  );
  const expected = createHmac("sha256", key).update(text).digest();
  if (!isInScope || !isRecent(date) || !timingSafeEqual(expected, Buffer.from(signature, "hex")))
    return { problem: "mismatch" };
  return { signer, region };
}

function canonicalRequest({ method, path, headers, body }: RecordedRequest, names: readonly string[]): string {
  const [pathname = "/", query = ""] = path.split("?");
  const segments = pathname.split("/").map(encode);
  const parameters = [...new URLSearchParams(query)].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
  const lines = names.map((name) => `${name}:${(headers[name] ?? "").trim().replace(/\s+/g, " ")}\n`);
  return [method, segments.join("/"), parameters.join("&"), lines.join(""), names.join(";"), sha256(body)].join("\n");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** `20261121T060000Z`, at most 15 minutes off. */
function isRecent(date: string): boolean {
  const time = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5"));
  return Math.abs(Date.now() - time) < 15 * 60_000;
}
