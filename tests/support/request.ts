const origin = "http://askbook.test";

export type RequestOptions = {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A request as a browser on our own page sends it. */
export function createRequest(path: string, { method, body, headers }: RequestOptions = {}): Request {
  const verb = method ?? (body === undefined ? "GET" : "POST");
  const json = body === undefined ? {} : { "content-type": "application/json" };
  return new Request(`${origin}${path}`, {
    method: verb,
    headers: { host: "askbook.test", origin, ...json, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** `askbook=…`, for the Cookie header of the next request. */
export function cookieOf(response: Response): string {
  const [cookie = ""] = response.headers.getSetCookie();
  return cookie.split(";")[0] ?? "";
}

/** What Next passes to a route handler beside the request. */
export function withParams<Params>(params: Params): { params: Promise<Params> } {
  return { params: Promise.resolve(params) };
}
