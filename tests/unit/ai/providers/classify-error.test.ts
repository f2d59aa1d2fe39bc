import { APICallError, InvalidResponseDataError } from "ai";
import { describe, expect, it } from "vitest";
import { classifyProviderError, isRetryable } from "#lib/ai/providers/classify-error";
import { AskbookError } from "#lib/errors";

const canary = "sk-canary-7f3a";

function httpError(statusCode: number, body: unknown, responseHeaders: Record<string, string> = {}): APICallError {
  const responseBody = typeof body === "string" ? body : JSON.stringify(body);
  return new APICallError({
    message: `failed with ${canary}`,
    url: "https://provider.test/v1/chat/completions",
    requestBodyValues: { key: canary },
    statusCode,
    responseHeaders,
    responseBody,
  });
}

const openAi = (message: string, type: string | null, code: string | null, param: string | null = null) => ({
  error: { message, type, param, code },
});
const gemini = (code: number, message: string, status: string, details: unknown[] = []) => ({
  error: { code, message, status, details },
});

describe.each<[string, APICallError, string, boolean]>([
  [
    "OpenAI bad key",
    httpError(401, openAi(`Incorrect API key provided: ${canary}.`, "invalid_request_error", "invalid_api_key")),
    "invalid_credentials",
    false,
  ],
  [
    "OpenAI no access to a model",
    httpError(
      403,
      openAi(
        "Project `proj_x` does not have access to model `gpt-4o-mini`",
        "invalid_request_error",
        "model_not_found",
      ),
    ),
    "model_not_found",
    false,
  ],
  [
    "OpenAI missing model",
    httpError(
      404,
      openAi(
        "The model `X` does not exist or you do not have access to it.",
        "invalid_request_error",
        "model_not_found",
      ),
    ),
    "model_not_found",
    false,
  ],
  [
    "OpenAI missing model without a code",
    httpError(404, openAi("The model `X` does not exist", "invalid_request_error", null)),
    "model_not_found",
    false,
  ],
  [
    "OpenAI quota",
    httpError(
      429,
      openAi(
        "You exceeded your current quota, please check your plan and billing details.",
        "insufficient_quota",
        "insufficient_quota",
      ),
    ),
    "quota_exhausted",
    false,
  ],
  [
    "OpenAI quota of older days",
    httpError(429, openAi("You exceeded your current quota, please check", "insufficient_quota", null)),
    "quota_exhausted",
    false,
  ],
  [
    "OpenAI quota with a new code",
    httpError(429, openAi("x", "insufficient_quota", "credit_balance_exhausted")),
    "quota_exhausted",
    false,
  ],
  [
    "OpenAI quota with an unknown code",
    httpError(429, openAi("x", "insufficient_quota", "brand_new_code")),
    "quota_exhausted",
    false,
  ],
  [
    "OpenAI rate",
    httpError(
      429,
      openAi(
        "Rate limit reached for gpt-4o-mini in organization org-x on tokens per min (TPM): Limit 100000. Please try again in 3s.",
        "tokens",
        "rate_limit_exceeded",
      ),
    ),
    "provider_rate_limited",
    true,
  ],
  [
    "OpenAI rate for days",
    httpError(429, openAi("Rate limit reached. Please try again in 114h18m0s.", "tokens", "rate_limit_exceeded")),
    "provider_rate_limited",
    false,
  ],
  [
    "OpenAI request too large",
    httpError(429, openAi("Request too large for gpt-4o-mini on tokens per min", "tokens", "rate_limit_exceeded")),
    "context_too_long",
    false,
  ],
  [
    "OpenAI overloaded",
    httpError(503, openAi("x", "service_unavailable_error", "server_is_overloaded")),
    "overloaded",
    true,
  ],
  ["OpenAI slow down", httpError(503, openAi("x", "service_unavailable_error", "slow_down")), "overloaded", true],
  [
    "OpenAI failure",
    httpError(500, openAi("The server had an error processing your request", "server_error", null)),
    "provider_error",
    true,
  ],
  [
    "OpenAI context",
    httpError(
      400,
      openAi(
        "This model's maximum context length is 16385 tokens.",
        "invalid_request_error",
        "context_length_exceeded",
        "messages",
      ),
    ),
    "context_too_long",
    false,
  ],
  [
    "OpenAI context without a code",
    httpError(400, openAi("This model's maximum context length is 16385 tokens.", "invalid_request_error", null)),
    "context_too_long",
    false,
  ],
  [
    "OpenAI unsupported parameter",
    httpError(
      400,
      openAi("Unsupported parameter: 'max_tokens'", "invalid_request_error", "unsupported_parameter", "max_tokens"),
    ),
    "unsupported_parameter",
    false,
  ],
  [
    "OpenAI policy",
    httpError(400, openAi("x", "invalid_request_error", "content_policy_violation")),
    "content_filtered",
    false,
  ],
  [
    "OpenAI policy in words",
    httpError(
      400,
      openAi(
        "Invalid prompt: your prompt was flagged as potentially violating our usage policy",
        "invalid_request_error",
        null,
      ),
    ),
    "content_filtered",
    false,
  ],
  [
    "a 400 that echoes words of other failures",
    httpError(
      400,
      openAi("Bad value: 'quota exceeded, virtual network, API key not valid'", "invalid_request_error", null),
    ),
    "unsupported_parameter",
    false,
  ],
  [
    "Azure bad key",
    httpError(401, {
      error: { code: "401", message: "Access denied due to invalid subscription key or wrong API endpoint." },
    }),
    "invalid_credentials",
    false,
  ],
  [
    "Azure bad key of older days",
    httpError(401, { statusCode: 401, message: "Access denied due to invalid subscription key." }),
    "invalid_credentials",
    false,
  ],
  [
    "Azure firewall",
    httpError(403, { error: { code: "403", message: "Access denied due to Virtual Network/Firewall rules." } }),
    "network_blocked",
    false,
  ],
  [
    "Azure firewall by header",
    httpError(403, { error: { code: "403", message: "x" } }, { "policy-id": "ThrowExceptionDueToTrafficDenied" }),
    "network_blocked",
    false,
  ],
  [
    "Azure private network",
    httpError(403, {
      error: {
        code: "403",
        message: "A Virtual Network is configured for this resource. Please use the correct endpoint.",
      },
    }),
    "network_blocked",
    false,
  ],
  [
    "Azure deployment",
    httpError(404, {
      error: { code: "DeploymentNotFound", message: "The API deployment for this resource does not exist." },
    }),
    "model_not_found",
    false,
  ],
  [
    "Azure wrong path",
    httpError(404, { error: { code: "404", message: "Resource not found" } }),
    "endpoint_invalid",
    false,
  ],
  [
    "Azure unsupported operation",
    httpError(400, { error: { code: "OperationNotSupported", message: "x" } }),
    "unsupported_parameter",
    false,
  ],
  [
    "Azure rate",
    httpError(429, {
      error: {
        code: "429",
        message:
          "Requests have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 7 seconds.",
      },
    }),
    "provider_rate_limited",
    true,
  ],
  [
    "Azure rate for a day",
    httpError(429, { error: { code: "429", message: "exceeded. Please retry after 86400 seconds." } }),
    "provider_rate_limited",
    false,
  ],
  [
    "Azure high demand",
    httpError(429, {
      error: {
        code: "429",
        message: "The system is currently experiencing high demand and cannot process your request.",
      },
    }),
    "overloaded",
    true,
  ],
  [
    "Azure content filter",
    httpError(400, {
      error: {
        message: "The response was filtered",
        type: null,
        param: "prompt",
        code: "content_filter",
        status: 400,
        innererror: { code: "ResponsibleAIPolicyViolation" },
      },
    }),
    "content_filtered",
    false,
  ],
  [
    "Gemini bad key",
    httpError(
      400,
      gemini(400, "API key not valid. Please pass a valid API key.", "INVALID_ARGUMENT", [
        { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" },
      ]),
    ),
    "invalid_credentials",
    false,
  ],
  [
    "Gemini location",
    httpError(400, gemini(400, "User location is not supported for the API use.", "FAILED_PRECONDITION")),
    "permission_denied",
    false,
  ],
  [
    "Gemini API disabled",
    httpError(403, gemini(403, "x", "PERMISSION_DENIED", [{ reason: "SERVICE_DISABLED" }])),
    "permission_denied",
    false,
  ],
  [
    "Gemini model",
    httpError(404, gemini(404, "models/X is not found for API version v1beta", "NOT_FOUND")),
    "model_not_found",
    false,
  ],
  [
    "Gemini rate",
    httpError(
      429,
      gemini(429, "x", "RESOURCE_EXHAUSTED", [
        { violations: [{ quotaId: "GenerateRequestsPerMinutePerProjectPerModel-FreeTier" }] },
        { retryDelay: "12.4s" },
      ]),
    ),
    "provider_rate_limited",
    true,
  ],
  [
    "Gemini rate, long",
    httpError(429, gemini(429, "x", "RESOURCE_EXHAUSTED", [{ retryDelay: "34.4s" }])),
    "provider_rate_limited",
    false,
  ],
  [
    "Gemini day",
    httpError(
      429,
      gemini(429, "x", "RESOURCE_EXHAUSTED", [
        { violations: [{ quotaId: "GenerateRequestsPerDayPerProjectPerModel-FreeTier" }] },
      ]),
    ),
    "quota_exhausted",
    false,
  ],
  ["Gemini internal", httpError(500, gemini(500, "x", "INTERNAL")), "provider_error", true],
  ["Gemini overloaded", httpError(503, gemini(503, "The model is overloaded.", "UNAVAILABLE")), "overloaded", true],
  ["Gemini deadline", httpError(504, gemini(504, "x", "DEADLINE_EXCEEDED")), "provider_timeout", true],
  [
    "Gemini context",
    httpError(
      400,
      gemini(
        400,
        "The input token count (314175) exceeds the maximum number of tokens allowed (131072).",
        "INVALID_ARGUMENT",
      ),
    ),
    "context_too_long",
    false,
  ],
  [
    "Bedrock access",
    httpError(
      403,
      { message: "You don't have access to the model with the specified model ID." },
      { "x-amzn-errortype": "AccessDeniedException:http://internal" },
    ),
    "permission_denied",
    false,
  ],
  [
    "Bedrock token",
    httpError(
      403,
      { message: "The security token included in the request is invalid." },
      { "x-amzn-errortype": "UnrecognizedClientException" },
    ),
    "invalid_credentials",
    false,
  ],
  [
    "Bedrock profile",
    httpError(
      400,
      { message: "Invocation of model ID X with on-demand throughput isn't supported." },
      { "x-amzn-errortype": "ValidationException" },
    ),
    "model_not_found",
    false,
  ],
  [
    "Bedrock identifier",
    httpError(
      400,
      { message: "The provided model identifier is invalid." },
      { "x-amzn-errortype": "ValidationException" },
    ),
    "model_not_found",
    false,
  ],
  [
    "Bedrock too long",
    httpError(
      400,
      { message: "Input is too long for requested model." },
      { "x-amzn-errortype": "ValidationException" },
    ),
    "context_too_long",
    false,
  ],
  [
    "Bedrock throttling",
    httpError(
      429,
      { message: "Too many tokens, please wait before trying again." },
      { "x-amzn-errortype": "ThrottlingException" },
    ),
    "provider_rate_limited",
    true,
  ],
  [
    "Bedrock quota",
    httpError(400, { message: "x" }, { "x-amzn-errortype": "ServiceQuotaExceededException" }),
    "quota_exhausted",
    false,
  ],
  [
    "Bedrock model timeout",
    httpError(408, { message: "x" }, { "x-amzn-errortype": "ModelTimeoutException" }),
    "provider_timeout",
    true,
  ],
  ["payment required", httpError(402, "Payment Required"), "quota_exhausted", false],
  ["a page of a proxy", httpError(404, "<html>Not found</html>"), "endpoint_invalid", false],
  ["a failing gateway", httpError(502, "<html>Bad gateway</html>"), "provider_error", true],
  ["an overloaded server without a body", httpError(529, ""), "overloaded", true],
  [
    "a gateway that names the rate in a header",
    httpError(429, "", { "retry-after": "5" }),
    "provider_rate_limited",
    true,
  ],
])("%s", (_, error, code, retryable) => {
  it(`is ${code}`, () => {
    const classified = classifyProviderError(error);
    expect(classified.code).toBe(code);
    expect(isRetryable(classified)).toBe(retryable);
  });

  it("keeps nothing that the provider or the request said", () => {
    const classified = classifyProviderError(error);
    expect(JSON.stringify([classified.message, classified.cause, classified.stack])).not.toContain(canary);
  });
});

describe("errors inside a stream that began well", () => {
  it.each([
    [{ message: "The server had an error", type: "server_error", code: null, param: null }, "provider_error"],
    [{ error: { message: "x", type: "tokens", code: "rate_limit_exceeded" } }, "provider_rate_limited"],
    [JSON.stringify({ error: { message: "x", code: "context_length_exceeded" } }), "context_too_long"],
    [{ message: "x", code: 503 }, "overloaded"],
    [{ message: "x", code: 429 }, "provider_rate_limited"],
  ])("%j", (error, code) => {
    expect(classifyProviderError(error).code).toBe(code);
  });
});

describe("what no provider said", () => {
  const withCode = (code: string) => Object.assign(new Error(`${code} ${canary}`), { code });
  const failedFetch = (code: string) => new TypeError("fetch failed", { cause: withCode(code) });

  it.each([
    ["a name that does not exist", failedFetch("ENOTFOUND"), "endpoint_invalid"],
    ["a closed port", failedFetch("ECONNREFUSED"), "endpoint_invalid"],
    ["a silent address", failedFetch("UND_ERR_CONNECT_TIMEOUT"), "endpoint_invalid"],
    ["a certificate of nobody", failedFetch("DEPTH_ZERO_SELF_SIGNED_CERT"), "endpoint_invalid"],
    ["a cut socket", failedFetch("UND_ERR_SOCKET"), "provider_error"],
    ["the caller's abort", new DOMException("stop", "AbortError"), "aborted"],
    ["a time limit", new DOMException("late", "TimeoutError"), "provider_timeout"],
    ["an answer in no known form", new InvalidResponseDataError({ data: canary, message: canary }), "provider_error"],
    ["a bug", new Error(canary), "internal"],
    ["a string", canary, "provider_error"],
    ["nothing", undefined, "provider_error"],
  ])("%s", (_, error, code) => {
    const classified = classifyProviderError(error);
    expect(classified.code).toBe(code);
    expect(JSON.stringify([classified.message, classified.cause])).not.toContain(canary);
  });

  it("passes on what the guard refused", () => {
    const refusal = new AskbookError("endpoint_invalid", { message: "refused" });
    expect(classifyProviderError(new TypeError("fetch failed", { cause: refusal }))).toBe(refusal);
  });
});

describe("how long to wait", () => {
  it.each([
    [{ "retry-after-ms": "1500" }, "", 2],
    [{ "retry-after": "7" }, "", 7],
    [{}, "Please try again in 6m0s.", 360],
    [{}, "Please retry after 60 seconds.", 60],
    [{}, "Rate limit is exceeded. Try again in 2 seconds.", 2],
    [{}, "no word about it", undefined],
  ])("%j %s", (headers, message, seconds) => {
    const { retryAfterSeconds } = classifyProviderError(httpError(429, { error: { code: "429", message } }, headers));
    expect(retryAfterSeconds).toBe(seconds);
  });
});
