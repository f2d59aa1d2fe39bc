import { z } from "zod";

const refusalSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    retryAfterSeconds: z.number().optional(),
  }),
});

export type Refusal = z.infer<typeof refusalSchema>["error"];

/** What the server refused, or that it could not be reached: `message` is a sentence for the reader. */
export class RequestError extends Error {
  readonly code: string;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = "RequestError";
    this.code = refusal.code;
    this.field = refusal.field;
    this.retryAfterSeconds = refusal.retryAfterSeconds;
  }
}

const unreachable: Refusal = {
  code: "unreachable",
  message: "The server cannot be reached. Check the connection and try again.",
};
const unreadable: Refusal = {
  code: "unreadable",
  message: "The server answered with something that this page does not understand. Reload the page.",
};

type RequestOptions = {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};

/** Asks our own server and reads its answer by the schema. Throws RequestError; an abort is thrown as it is. */
export async function request<Answer>(
  path: string,
  schema: z.ZodType<Answer>,
  { method = "GET", body, signal }: RequestOptions = {},
): Promise<Answer> {
  const response = await send(path, method, body, signal);
  const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (!response.ok) throw new RequestError(refusalOf(answer));
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new RequestError(unreadable);
  return parsed.data;
}

/** What the body of a failed response says; without one, the server was not reached. */
export function refusalOf(answer: unknown): Refusal {
  return refusalSchema.safeParse(answer).data?.error ?? unreachable;
}

/** For answers without content. */
export const nothing = z.unknown();

async function send(path: string, method: string, body: unknown, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new RequestError(unreachable);
  }
}

/** Anything that was thrown, as a sentence. */
export function sentenceOf(error: unknown): string {
  return error instanceof RequestError ? error.message : "Something failed on this page. Reload it and try again.";
}
