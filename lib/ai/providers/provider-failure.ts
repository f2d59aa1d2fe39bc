import "server-only";
import { APICallError, TypeValidationError } from "ai";
import { z } from "zod";

/** What a provider said, in one shape for all of them. Texts are theirs: they may echo a key or a prompt, so they are matched and never shown. */
export type ProviderFailure = {
  readonly status: number | null;
  /** Structured codes, the most specific first. */
  readonly codes: readonly string[];
  readonly message: string;
  readonly retryAfterSeconds: number | null;
  /** The body was an error that the provider's protocol describes, not a stray page. */
  readonly isStructured: boolean;
};

const text = z.string().nullish().catch(null);

const errorBodySchema = z.looseObject({
  code: z.union([z.string(), z.number()]).nullish().catch(null),
  type: text,
  status: z.union([z.string(), z.number()]).nullish().catch(null),
  statusCode: z.number().nullish().catch(null),
  message: text,
  Message: text,
  innererror: z.looseObject({ code: text }).nullish().catch(null),
  details: z
    .array(
      z.looseObject({
        reason: text,
        retryDelay: text,
        violations: z
          .array(z.looseObject({ quotaId: text }))
          .nullish()
          .catch(null),
      }),
    )
    .nullish()
    .catch(null),
});

/** Reads a failed HTTP call, or an error that came inside a stream that had begun well. Null: not something a provider said. */
export function readProviderFailure(error: unknown): ProviderFailure | null {
  if (APICallError.isInstance(error)) {
    const headers = error.responseHeaders ?? {};
    const body = readBody(error.responseBody ?? "");
    if ((error.statusCode ?? 0) < 400 && body === null) return null;
    return describe(body, error.statusCode ?? null, headers);
  }
  // An event that is not as the protocol has it may still be an error that can be read.
  const body = readBody(TypeValidationError.isInstance(error) ? error.value : error);
  return body === null ? null : describe(body, null, {});
}

type Body = z.infer<typeof errorBodySchema>;

const wrappedSchema = z.looseObject({ error: errorBodySchema });
/** An event of OpenAI's Responses API. */
const failedResponseSchema = z.looseObject({ type: z.literal("response.failed"), response: z.unknown() });

/** What the SDK makes of an error inside a stream: its status is a guess, and `data` what came over the wire. */
const streamErrorSchema = z.looseObject({ statusCode: z.number(), data: z.looseObject({}) });

function readBody(value: unknown): Body | null {
  const parsed = typeof value === "string" ? parseJson(value) : value instanceof Error ? null : value;
  const told = streamErrorSchema.safeParse(parsed);
  if (told.success) {
    const { data, ...summary } = told.data;
    const original = readBody(data);
    return original === null
      ? readBody(summary)
      : { ...original, statusCode: original.statusCode ?? summary.statusCode };
  }
  const failed = failedResponseSchema.safeParse(parsed);
  const wrapped = wrappedSchema.safeParse(
    failed.success ? failed.data.response : Array.isArray(parsed) ? parsed[0] : parsed,
  );
  if (wrapped.success) return wrapped.data.error;
  const bare = errorBodySchema.safeParse(parsed);
  const isError =
    bare.success &&
    (typeof bare.data.message === "string" || typeof bare.data.Message === "string" || bare.data.code != null);
  return isError ? bare.data : null;
}

function describe(
  body: Body | null,
  status: number | null,
  headers: Readonly<Record<string, string>>,
): ProviderFailure {
  const details = body?.details ?? [];
  const codes = [
    body?.innererror?.code,
    body?.code,
    ...details.flatMap((detail) => (detail.violations ?? []).map((violation) => dailyQuota(violation.quotaId))),
    ...details.map((detail) => detail.reason),
    headers["x-amzn-errortype"]?.split(":")[0],
    headers["policy-id"],
    body?.type,
    body?.status,
  ].filter((code): code is string => typeof code === "string" && code !== "");
  const message = body?.message ?? body?.Message ?? "";
  return {
    status: status ?? body?.statusCode ?? numericStatus(body?.code) ?? numericStatus(body?.status),
    codes,
    message,
    retryAfterSeconds:
      retryAfterOfHeaders(headers) ??
      secondsOf(details.find((detail) => typeof detail.retryDelay === "string")?.retryDelay ?? "") ??
      secondsOf(/(?:retry after|try again in) ((?:[\d.]+\s*[a-z]+ ?)+)/i.exec(message)?.[1] ?? ""),
    isStructured: body !== null,
  };
}

function dailyQuota(quotaId: string | null | undefined): string | null {
  return quotaId?.includes("PerDay") === true ? "QuotaPerDay" : null;
}

function numericStatus(value: string | number | null | undefined): number | null {
  const number = Number(value ?? Number.NaN);
  return Number.isInteger(number) && number >= 400 && number < 600 ? number : null;
}

function retryAfterOfHeaders(headers: Readonly<Record<string, string>>): number | null {
  const milliseconds = Number(headers["retry-after-ms"]);
  if (milliseconds > 0) return milliseconds / 1000;
  const value = headers["retry-after"];
  if (value === undefined) return null;
  const seconds = Number.isNaN(Number(value)) ? (Date.parse(value) - Date.now()) / 1000 : Number(value);
  return seconds > 0 ? seconds : null;
}

const secondsOfUnit: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** `34.4s`, `114h18m0s`, `60 seconds`. */
function secondsOf(duration: string): number | null {
  let total = 0;
  for (const [, amount, unit] of duration.matchAll(/([\d.]+)\s*(ms|[smhd])/g))
    total += Number(amount) * (secondsOfUnit[unit ?? ""] ?? 0);
  return total > 0 ? total : null;
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}
