import type { ErrorCode } from "#lib/errors";

/** What providers say when something is wrong, as it was seen in the wild, and what Askbook makes of it. */
export type WildError = {
  readonly name: string;
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly code: ErrorCode;
  /** Whether it is asked again before the first token. */
  readonly isRetried: boolean;
  /** Seconds that a person is told to wait. */
  readonly waitSeconds?: number;
  /** False: the protocol has no way to say it once a stream has begun. */
  readonly isSaidInStreams?: false;
};

type Rest = Partial<Pick<WildError, "headers" | "waitSeconds" | "isSaidInStreams">>;

const openAi = (
  name: string,
  [status, type, code]: readonly [number, string, string | null],
  message: string,
  meant: ErrorCode,
  isRetried: boolean,
  rest: Rest = {},
): WildError => ({
  name,
  status,
  body: { error: { message, type, param: null, code } },
  code: meant,
  isRetried,
  ...rest,
});

const rateLimited = (wait: string) =>
  `Rate limit reached for gpt-4o-mini in organization org-x on tokens per min (TPM): Limit 100000, Used 96749, Requested 19126. Please try again in ${wait}. Visit https://platform.openai.com/account/rate-limits to learn more.`;
const usedUp =
  "You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs.";

export const openAiErrors: readonly WildError[] = [
  openAi(
    "a bad key, echoed",
    [401, "invalid_request_error", "invalid_api_key"],
    "Incorrect API key provided: sk jj. You can find your API key at https://platform.openai.com/account/api-keys.",
    "invalid_credentials",
    false,
  ),
  openAi(
    "no access to the model",
    [403, "invalid_request_error", "model_not_found"],
    "Project `proj_x` does not have access to model `gpt-4o-mini`",
    "model_not_found",
    false,
  ),
  openAi(
    "no such model",
    [404, "invalid_request_error", "model_not_found"],
    "The model `X` does not exist or you do not have access to it.",
    "model_not_found",
    false,
  ),
  openAi("quota", [429, "insufficient_quota", "insufficient_quota"], usedUp, "quota_exhausted", false),
  openAi("quota without a code", [429, "insufficient_quota", null], usedUp, "quota_exhausted", false),
  openAi(
    "quota with a newer code",
    [429, "insufficient_quota", "credit_balance_exhausted"],
    usedUp,
    "quota_exhausted",
    false,
  ),
  openAi(
    "a rate for a moment",
    [429, "tokens", "rate_limit_exceeded"],
    rateLimited("20ms"),
    "provider_rate_limited",
    true,
    {
      waitSeconds: 1,
      headers: { "x-ratelimit-limit-tokens": "100000" },
    },
  ),
  openAi(
    "a rate for days",
    [429, "tokens", "rate_limit_exceeded"],
    rateLimited("114h18m0s"),
    "provider_rate_limited",
    false,
    { waitSeconds: 411_480 },
  ),
  openAi(
    "a request that no minute has room for",
    [429, "tokens", "rate_limit_exceeded"],
    "Request too large for gpt-4o-mini in organization org-x on tokens per min (TPM): Limit 30000, Requested 60000.",
    "context_too_long",
    false,
  ),
  openAi(
    "overload",
    [503, "service_unavailable_error", "server_is_overloaded"],
    "The server is overloaded.",
    "overloaded",
    true,
  ),
  openAi("slow down", [503, "service_unavailable_error", "slow_down"], "Slow down.", "overloaded", true),
  openAi(
    "a failure",
    [500, "server_error", null],
    "The server had an error processing your request. Sorry about that!",
    "provider_error",
    true,
  ),
  openAi(
    "too much context",
    [400, "invalid_request_error", "context_length_exceeded"],
    "This model's maximum context length is 16385 tokens. However, your messages resulted in 33625 tokens. Please reduce the length of the messages.",
    "context_too_long",
    false,
  ),
  openAi(
    "an unsupported parameter",
    [400, "invalid_request_error", "unsupported_parameter"],
    "Unsupported parameter: 'max_tokens' is not supported with this model.",
    "unsupported_parameter",
    false,
  ),
  openAi(
    "a picture, by a model that takes none",
    [400, "invalid_request_error", null],
    "Invalid content type. image_url is only supported by certain models.",
    "unsupported_parameter",
    false,
  ),
  openAi(
    "a picture, by a local server without eyes",
    [500, "server_error", null],
    "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj",
    "unsupported_parameter",
    false,
  ),
  openAi(
    "a picture, by a gateway",
    [404, "", "404"],
    "No endpoints found that support image input",
    "unsupported_parameter",
    false,
    { isSaidInStreams: false },
  ),
  openAi(
    "policy",
    [400, "invalid_request_error", "content_policy_violation"],
    "Your request was rejected.",
    "content_filtered",
    false,
  ),
  openAi(
    "policy in words",
    [400, "invalid_request_error", null],
    "Invalid prompt: your prompt was flagged as potentially violating our usage policy.",
    "content_filtered",
    false,
  ),
];

const azure = (
  name: string,
  [status, code]: readonly [number, string],
  message: string,
  meant: ErrorCode,
  isRetried: boolean,
  rest: Rest = {},
): WildError => ({ name, status, body: { error: { code, message } }, code: meant, isRetried, ...rest });

const invalidKey =
  "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.";
const exceeded = (seconds: number) =>
  `Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-12-01-preview have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after ${seconds} seconds. Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit.`;

export const azureErrors: readonly WildError[] = [
  azure("a bad key", [401, "401"], invalidKey, "invalid_credentials", false),
  {
    name: "a bad key, in an older shape",
    status: 401,
    body: { statusCode: 401, message: invalidKey },
    code: "invalid_credentials",
    isRetried: false,
    isSaidInStreams: false,
  },
  azure(
    "the firewall, told by a header",
    [403, "403"],
    "Access denied due to Virtual Network/Firewall rules.",
    "network_blocked",
    false,
    { headers: { "policy-id": "ThrowExceptionDueToTrafficDenied" } },
  ),
  {
    name: "a virtual network",
    status: 403,
    body: {
      code: "403",
      message:
        "A Virtual Network is configured for this resource. Please use the correct endpoint for making requests. Check https://aka.ms/cogsvc-vnet for more details.",
    },
    code: "network_blocked",
    isRetried: false,
  },
  azure(
    "no public access",
    [403, "403"],
    "Public access is disabled. Please configure private endpoint.",
    "network_blocked",
    false,
  ),
  azure(
    "a blocked resource",
    [403, "403"],
    "Your resource has been temporarily blocked because we detected behavior that may violate our content policy.",
    "network_blocked",
    false,
  ),
  azure(
    "no such deployment",
    [404, "DeploymentNotFound"],
    "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.",
    "model_not_found",
    false,
  ),
  azure("a wrong path", [404, "404"], "Resource not found", "endpoint_invalid", false),
  azure(
    "an operation that the model does not know",
    [400, "OperationNotSupported"],
    "The chatCompletion operation does not work with the specified model, text-embedding-3-small.",
    "unsupported_parameter",
    false,
  ),
  azure("a rate for a minute", [429, "429"], exceeded(60), "provider_rate_limited", false, { waitSeconds: 60 }),
  azure("a rate for a day", [429, "429"], exceeded(86_400), "provider_rate_limited", false, { waitSeconds: 86_400 }),
  azure(
    "a rate for seconds",
    [429, "429"],
    "Rate limit is exceeded. Try again in 1 seconds.",
    "provider_rate_limited",
    true,
    { waitSeconds: 1 },
  ),
  azure(
    "a rate told by a header",
    [429, "429"],
    "Requests have exceeded the call rate limit.",
    "provider_rate_limited",
    false,
    {
      headers: { "retry-after": "45" },
      waitSeconds: 45,
      isSaidInStreams: false,
    },
  ),
  azure(
    "high demand",
    [429, "429"],
    "The system is currently experiencing high demand and cannot process your request. Your request exceeds the maximum usage size allowed during peak load.",
    "overloaded",
    true,
  ),
  {
    name: "the content filter",
    status: 400,
    body: {
      error: {
        message:
          "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.",
        type: null,
        param: "prompt",
        code: "content_filter",
        status: 400,
        innererror: {
          code: "ResponsibleAIPolicyViolation",
          content_filter_result: {
            hate: { filtered: false, severity: "safe" },
            jailbreak: { filtered: true, detected: true },
          },
        },
      },
    },
    code: "content_filtered",
    isRetried: false,
  },
];

const gemini = (
  name: string,
  [status, rpc]: readonly [number, string],
  message: string,
  meant: ErrorCode,
  isRetried: boolean,
  { details, ...rest }: Rest & { readonly details?: readonly object[] } = {},
): WildError => ({
  name,
  status,
  body: { error: { code: status, message, status: rpc, ...(details === undefined ? {} : { details }) } },
  code: meant,
  isRetried,
  ...rest,
});

const errorInfo = (reason: string) => ({
  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
  reason,
  domain: "googleapis.com",
  metadata: { service: "generativelanguage.googleapis.com" },
});
const quotaFailure = (quotaId: string) => ({
  "@type": "type.googleapis.com/google.rpc.QuotaFailure",
  violations: [{ quotaMetric: "generativelanguage.googleapis.com/generate_content_free_tier_requests", quotaId }],
});
const retryInfo = (retryDelay: string) => ({ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay });
const perMinute = quotaFailure("GenerateRequestsPerMinutePerProjectPerModel-FreeTier");

export const geminiErrors: readonly WildError[] = [
  gemini(
    "a bad key",
    [400, "INVALID_ARGUMENT"],
    "API key not valid. Please pass a valid API key.",
    "invalid_credentials",
    false,
    { details: [errorInfo("API_KEY_INVALID")] },
  ),
  gemini(
    "a place that is not served",
    [400, "FAILED_PRECONDITION"],
    "User location is not supported for the API use without a billing account linked.",
    "permission_denied",
    false,
  ),
  gemini(
    "the API switched off",
    [403, "PERMISSION_DENIED"],
    "Generative Language API has not been used in project 1 before or it is disabled.",
    "permission_denied",
    false,
    { details: [errorInfo("SERVICE_DISABLED")] },
  ),
  gemini(
    "a restricted key",
    [403, "PERMISSION_DENIED"],
    "Requests to this API generativelanguage.googleapis.com method are blocked.",
    "permission_denied",
    false,
    { details: [errorInfo("API_KEY_SERVICE_BLOCKED")] },
  ),
  gemini(
    "a leaked key",
    [403, "PERMISSION_DENIED"],
    "Your API key was reported as leaked. Please use another API key.",
    "permission_denied",
    false,
  ),
  gemini(
    "no such model",
    [404, "NOT_FOUND"],
    "models/X is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models.",
    "model_not_found",
    false,
  ),
  gemini(
    "a rate for a moment",
    [429, "RESOURCE_EXHAUSTED"],
    "You exceeded your current quota, please check your plan and billing details.",
    "provider_rate_limited",
    true,
    { details: [perMinute, retryInfo("0.4s")], waitSeconds: 1 },
  ),
  gemini(
    "a rate for half a minute",
    [429, "RESOURCE_EXHAUSTED"],
    "You exceeded your current quota, please check your plan and billing details. Please retry in 34.4s.",
    "provider_rate_limited",
    false,
    { details: [perMinute, retryInfo("34.4s")], waitSeconds: 35 },
  ),
  gemini(
    "a day's quota",
    [429, "RESOURCE_EXHAUSTED"],
    "You exceeded your current quota, please check your plan and billing details.",
    "quota_exhausted",
    false,
    { details: [quotaFailure("GenerateRequestsPerDayPerProjectPerModel-FreeTier"), retryInfo("2s")] },
  ),
  gemini(
    "a bare rate",
    [429, "RESOURCE_EXHAUSTED"],
    "Resource has been exhausted (e.g. check quota).",
    "provider_rate_limited",
    true,
  ),
  gemini("a failure", [500, "INTERNAL"], "An internal error has occurred.", "provider_error", true),
  gemini("overload", [503, "UNAVAILABLE"], "The model is overloaded. Please try again later.", "overloaded", true),
  gemini(
    "a deadline",
    [504, "DEADLINE_EXCEEDED"],
    "The request timed out. Please try again.",
    "provider_timeout",
    true,
  ),
  gemini(
    "a picture, by a model that takes none",
    [400, "INVALID_ARGUMENT"],
    "Image input modality is not enabled for models/X",
    "unsupported_parameter",
    false,
  ),
  gemini(
    "too much context",
    [400, "INVALID_ARGUMENT"],
    "The input token count (314175) exceeds the maximum number of tokens allowed (131072).",
    "context_too_long",
    false,
  ),
];

/** Of a stream, AWS's exceptions are five; the others come before it or not at all. */
const bedrock = (
  name: string,
  [status, type]: readonly [number, string],
  message: string,
  meant: ErrorCode,
  isRetried: boolean,
): WildError => ({
  name,
  status,
  body: { message },
  headers: { "x-amzn-errortype": `${type}:http://internal.amazon.com/coral/com.amazon.coral.service/` },
  code: meant,
  isRetried,
  ...(streamExceptions.includes(type) ? {} : { isSaidInStreams: false }),
});

const streamExceptions: readonly string[] = [
  "InternalServerException",
  "ModelStreamErrorException",
  "ServiceUnavailableException",
  "ThrottlingException",
  "ValidationException",
];

export const bedrockErrors: readonly WildError[] = [
  bedrock(
    "no access to the model",
    [403, "AccessDeniedException"],
    "You don't have access to the model with the specified model ID.",
    "permission_denied",
    false,
  ),
  bedrock(
    "no permission",
    [403, "AccessDenied"],
    "User: arn:aws:sts::1:assumed-role/x/askbook is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1::foundation-model/x",
    "permission_denied",
    false,
  ),
  bedrock(
    "a clock that is wrong",
    [403, "InvalidSignatureException"],
    "Signature expired: 20261121T060000Z is now earlier than 20261121T061500Z (20261121T062000Z - 5 min.)",
    "invalid_credentials",
    false,
  ),
  // These two are asked again once, with new credentials.
  bedrock(
    "an invalid token",
    [403, "UnrecognizedClientException"],
    "The security token included in the request is invalid.",
    "invalid_credentials",
    true,
  ),
  bedrock(
    "an expired token",
    [403, "ExpiredTokenException"],
    "The security token included in the request is expired",
    "invalid_credentials",
    true,
  ),
  bedrock(
    "a model that wants a profile",
    [400, "ValidationException"],
    "Invocation of model ID X with on-demand throughput isn't supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
    "model_not_found",
    false,
  ),
  bedrock(
    "a model of another region",
    [400, "ValidationException"],
    "The provided model identifier is invalid.",
    "model_not_found",
    false,
  ),
  bedrock(
    "too much context",
    [400, "ValidationException"],
    "Input is too long for requested model.",
    "context_too_long",
    false,
  ),
  bedrock(
    "too many tokens asked for",
    [400, "ValidationException"],
    "The maximum tokens you requested exceeds the model limit of 32768. Try again with a maximum tokens value that is lower than 32768.",
    "unsupported_parameter",
    false,
  ),
  bedrock(
    "a picture, by a model that takes none",
    [400, "ValidationException"],
    "This model doesn't support the image field for user messages. Remove image and try again.",
    "unsupported_parameter",
    false,
  ),
  bedrock(
    "too many tokens",
    [429, "ThrottlingException"],
    "Too many tokens, please wait before trying again.",
    "provider_rate_limited",
    true,
  ),
  bedrock(
    "too many requests",
    [429, "ThrottlingException"],
    "Too many requests, please wait before trying again.",
    "provider_rate_limited",
    true,
  ),
  bedrock(
    "a quota of the account",
    [400, "ServiceQuotaExceededException"],
    "Your account has exceeded a service quota.",
    "quota_exhausted",
    false,
  ),
  bedrock("a model's error", [424, "ModelErrorException"], "The model returned an error.", "provider_error", true),
  bedrock(
    "a model's error in its stream",
    [424, "ModelStreamErrorException"],
    "The model returned an error in its stream.",
    "provider_error",
    true,
  ),
  bedrock("a model's timeout", [408, "ModelTimeoutException"], "The model took too long.", "provider_timeout", true),
  bedrock("a model that is loading", [429, "ModelNotReadyException"], "The model is not ready.", "overloaded", true),
  bedrock("no service", [503, "ServiceUnavailableException"], "The service is not available.", "overloaded", true),
  bedrock("a failure", [500, "InternalServerException"], "An internal error.", "provider_error", true),
];
