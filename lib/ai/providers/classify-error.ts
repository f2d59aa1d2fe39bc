import "server-only";
import { AISDKError, APICallError, LoadAPIKeyError, NoSuchModelError } from "ai";
import { AskbookError, type ErrorCode } from "#lib/errors";
import { type ProviderFailure, readProviderFailure } from "./provider-failure.ts";

/**
 * Whatever a call to a provider threw, in Askbook's one taxonomy. Nothing that the provider wrote is kept, since it may echo a key
 * or a prompt: neither the message nor the cause.
 */
export function classifyProviderError(error: unknown): AskbookError {
  const own = findInCauses(error, (cause) => (cause instanceof AskbookError ? cause : null));
  if (own !== null) return own;
  if (isNamed(error, "AbortError")) return new AskbookError("aborted");
  if (isNamed(error, "TimeoutError")) return new AskbookError("provider_timeout");
  if (isNamed(error, "AI_RetryError") && error instanceof Error && "lastError" in error)
    return classifyProviderError(error.lastError);
  const network = findInCauses(error, networkError);
  if (network !== null) return network;
  const failure = readProviderFailure(error);
  if (failure !== null) return describeFailure(failure);
  return describeUnknown(error);
}

/** Whether a new attempt may succeed: our retry rule, asked before the first token only. */
export function isRetryable(error: AskbookError): boolean {
  if (error.code === "provider_rate_limited") return (error.retryAfterSeconds ?? 1) <= 20;
  return error.code === "overloaded" || error.code === "provider_error" || error.code === "provider_timeout";
}

const codeTable: Readonly<Record<string, ErrorCode>> = {
  invalid_api_key: "invalid_credentials",
  authentication_error: "invalid_credentials",
  API_KEY_INVALID: "invalid_credentials",
  UNAUTHENTICATED: "invalid_credentials",
  UnrecognizedClientException: "invalid_credentials",
  ExpiredTokenException: "invalid_credentials",
  InvalidSignatureException: "invalid_credentials",
  permission_error: "permission_denied",
  PERMISSION_DENIED: "permission_denied",
  SERVICE_DISABLED: "permission_denied",
  API_KEY_SERVICE_BLOCKED: "permission_denied",
  FAILED_PRECONDITION: "permission_denied",
  AccessDeniedException: "permission_denied",
  AccessDenied: "permission_denied",
  ThrowExceptionDueToTrafficDenied: "network_blocked",
  model_not_found: "model_not_found",
  DeploymentNotFound: "model_not_found",
  NOT_FOUND: "model_not_found",
  ResourceNotFoundException: "model_not_found",
  insufficient_quota: "quota_exhausted",
  credit_balance_exhausted: "quota_exhausted",
  billing_hard_limit_reached: "quota_exhausted",
  billing_not_active: "quota_exhausted",
  QuotaPerDay: "quota_exhausted",
  ServiceQuotaExceededException: "quota_exhausted",
  rate_limit_exceeded: "provider_rate_limited",
  rate_limit_error: "provider_rate_limited",
  RESOURCE_EXHAUSTED: "provider_rate_limited",
  ThrottlingException: "provider_rate_limited",
  content_filter: "content_filtered",
  content_policy_violation: "content_filtered",
  ResponsibleAIPolicyViolation: "content_filtered",
  invalid_prompt: "content_filtered",
  context_length_exceeded: "context_too_long",
  string_above_max_length: "context_too_long",
  unsupported_parameter: "unsupported_parameter",
  unsupported_value: "unsupported_parameter",
  unknown_parameter: "unsupported_parameter",
  OperationNotSupported: "unsupported_parameter",
  server_is_overloaded: "overloaded",
  slow_down: "overloaded",
  service_unavailable_error: "overloaded",
  overloaded_error: "overloaded",
  UNAVAILABLE: "overloaded",
  ModelNotReadyException: "overloaded",
  ServiceUnavailableException: "overloaded",
  server_error: "provider_error",
  INTERNAL: "provider_error",
  ModelErrorException: "provider_error",
  ModelStreamErrorException: "provider_error",
  InternalServerException: "provider_error",
  ModelTimeoutException: "provider_timeout",
  DEADLINE_EXCEEDED: "provider_timeout",
};

const statusTable: Readonly<Record<number, ErrorCode>> = {
  401: "invalid_credentials",
  402: "quota_exhausted",
  403: "permission_denied",
  408: "provider_timeout",
  409: "overloaded",
  413: "context_too_long",
  424: "provider_error",
  429: "provider_rate_limited",
  503: "overloaded",
  504: "provider_timeout",
  529: "overloaded",
};

/** What only the text tells, within one status, or in a stream, which has none. Anchored, since the text may go on with a prompt. */
const textRules: readonly { readonly status: number; readonly pattern: RegExp; readonly code: ErrorCode }[] = [
  { status: 400, pattern: /^API key not valid/i, code: "invalid_credentials" },
  { status: 400, pattern: /^Invalid prompt:/i, code: "content_filtered" },
  {
    status: 400,
    pattern:
      /^(The model returned the following errors: )?(This model's maximum context length|The input token count|Input is too long|prompt is too long)/i,
    code: "context_too_long",
  },
  {
    status: 400,
    pattern: /^(The provided model identifier is invalid|Invocation of model ID)/i,
    code: "model_not_found",
  },
  {
    status: 400,
    pattern: /^(Operation not allowed|Access to .{1,40} models is not allowed)/i,
    code: "permission_denied",
  },
  {
    status: 400,
    pattern:
      /^(Invalid content type\. image_url is|Image input modality is not enabled|This model doesn't support the image)/i,
    code: "unsupported_parameter",
  },
  { status: 404, pattern: /^No endpoints found that support image input/i, code: "unsupported_parameter" },
  { status: 500, pattern: /^image input is not supported/i, code: "unsupported_parameter" },
  {
    status: 403,
    pattern: /^.{0,40}(Virtual Network|Firewall rules|Public access is disabled|temporarily blocked)/i,
    code: "network_blocked",
  },
  { status: 429, pattern: /^You exceeded your current quota/i, code: "quota_exhausted" },
  { status: 429, pattern: /^Request too large/i, code: "context_too_long" },
  { status: 429, pattern: /^The system is currently experiencing high demand/i, code: "overloaded" },
];

function describeFailure(failure: ProviderFailure): AskbookError {
  const code = codeOf(failure);
  const seconds = failure.retryAfterSeconds;
  return new AskbookError(code, {
    ...(code === "provider_rate_limited" && seconds !== null
      ? { retryAfterSeconds: Math.ceil(seconds), message: waitMessage(Math.ceil(seconds)) }
      : {}),
    ...(code === "endpoint_invalid" ? { message: nothingThere } : {}),
    cause: { status: failure.status, code: failure.codes.find((candidate) => candidate in codeTable) ?? null },
  });
}

function codeOf({ status, codes, message, isStructured }: ProviderFailure): ErrorCode {
  const byCode = codes.flatMap((code) => (Object.hasOwn(codeTable, code) ? [codeTable[code]] : []))[0];
  const byText = textRules.find(
    (rule) => (status === null || rule.status === status) && rule.pattern.test(message),
  )?.code;
  // A request that no minute has room for is called a matter of the rate, too.
  if (byCode === "provider_rate_limited") return byText === "context_too_long" ? byText : byCode;
  // Some servers call it a failure of their own that their model takes no pictures.
  if (byCode === "provider_error" && byText === "unsupported_parameter") return byText;
  if (byCode !== undefined) return byCode;
  if (byText !== undefined) return byText;
  if (status === null) return "provider_error";
  if (status === 404 || status === 405)
    return isStructured && /model|deployment/i.test(message) ? "model_not_found" : "endpoint_invalid";
  return statusTable[status] ?? (status >= 500 ? "provider_error" : "unsupported_parameter");
}

function waitMessage(seconds: number): string {
  const wait = seconds === 1 ? "1 second" : seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return `The AI provider asks to wait ${wait} before the next request.`;
}

const nothingThere =
  "The AI provider's address answers, but has no model at this path. Check the address in AI settings.";
const unreachable = "Nothing answers at the AI provider's address. Check the address and that the server runs.";
const networkMessages: Readonly<Record<string, string>> = {
  ENOTFOUND: "The name in the AI provider's address cannot be found. Check its spelling.",
  EAI_AGAIN: "The name in the AI provider's address cannot be looked up at the moment. Check this server's network.",
  ECONNREFUSED: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  UND_ERR_CONNECT_TIMEOUT: "The AI provider's address does not answer. Check the address and any firewall in between.",
};
const certificateError = /^(CERT_|DEPTH_ZERO_|UNABLE_TO_|SELF_SIGNED|ERR_TLS_|ERR_SSL_)/;

function networkError(error: unknown): AskbookError | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  const message = networkMessages[error.code];
  const cause = { code: error.code };
  if (message !== undefined) return new AskbookError("endpoint_invalid", { message, cause });
  if (certificateError.test(error.code))
    return new AskbookError("endpoint_invalid", {
      message: "The AI provider's address does not prove its identity: its certificate is not accepted by this server.",
      cause,
    });
  if (/^(UND_ERR_|HPE_|ECONN|EPIPE$|ETIMEDOUT$)/.test(error.code))
    return new AskbookError("provider_error", { message: "The connection to the AI provider was cut.", cause });
  return null;
}

function describeUnknown(error: unknown): AskbookError {
  if (LoadAPIKeyError.isInstance(error)) return new AskbookError("invalid_credentials");
  if (NoSuchModelError.isInstance(error)) return new AskbookError("model_not_found");
  if (isNamed(error, "AI_ToolChoiceViolationError"))
    return new AskbookError("unsupported_parameter", {
      message:
        "The model answered without calling the tool that it had to call. Ask needs a model that can call tools.",
    });
  if (APICallError.isInstance(error) && error.statusCode === undefined)
    return new AskbookError("endpoint_invalid", {
      message: "The AI provider's address cannot be called from this server.",
    });
  const cause = { name: error instanceof Error ? error.name : typeof error };
  // What is not the SDK's and not a text or an object of the provider's is a bug of our own.
  if (error instanceof Error && !AISDKError.isInstance(error)) return new AskbookError("internal", { cause });
  return new AskbookError("provider_error", {
    message: "The AI provider's answer broke off or is not in the form that its protocol describes.",
    cause,
  });
}

function findInCauses<Found>(error: unknown, find: (cause: unknown) => Found | null): Found | null {
  let current = error;
  for (let depth = 0; depth < 8 && current !== null && current !== undefined; depth += 1) {
    const found = find(current);
    if (found !== null) return found;
    current = current instanceof Error ? current.cause : undefined;
  }
  return null;
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
