import { join } from "node:path";
import { z } from "zod";
import { createRequest, withParams } from "./request.ts";

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;
const handlerSchema = z.custom<Handler>((value) => typeof value === "function");
const root = join(import.meta.dirname, "../..");

export type Call = {
  /** The Cookie header; absent: nobody is signed in. */
  readonly cookie?: string | undefined;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
};

export type Answer = { readonly status: number; readonly text: string; readonly json: unknown };

/** Sends a request to a route handler, as `"POST workbooks/[id]/results"` below `app/api`, and reads the whole answer. */
export async function callRoute(name: string, { cookie, params = {}, query = "", body }: Call): Promise<Answer> {
  const [method = "GET", path = ""] = name.split(" ");
  const module = z.record(z.string(), z.unknown()).parse(await import(join(root, "app/api", path, "route.ts")));
  const headers = cookie === undefined ? {} : { cookie };
  const options = { method, headers, ...(body === undefined ? {} : { body }) };
  const handler = handlerSchema.parse(module[method]);
  const response = await handler(createRequest(`/api/x${query}`, options), withParams(params));
  const text = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  return { status: response.status, text, json: isJson ? JSON.parse(text) : null };
}
