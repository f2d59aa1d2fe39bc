/** Every failure that a person can meet: its code, its HTTP status, and what is said when nothing better is known. */
const errorCodes = {
  unauthenticated: { status: 401, message: "Sign in to go on." },
  forbidden: { status: 403, message: "Your account type does not allow this. Ask an admin for access." },
  not_found: { status: 404, message: "This does not exist, or you have no access to it." },
  invalid_input: { status: 400, message: "Some of what was entered is not valid." },
  conflict: { status: 409, message: "Somebody else changed this in the meantime. Reload to see the newest state." },
  rate_limited: { status: 429, message: "Too many attempts. Wait a moment and try again." },
  too_large: { status: 413, message: "This is larger than what is allowed here." },
  set_up_closed: { status: 409, message: "This site is already set up. Sign in instead." },
  recent_sign_in_required: {
    status: 403,
    message: "Sign in again to change this: it wants a sign-in of the last ten minutes.",
  },
  formula_invalid: { status: 422, message: "A formula has errors." },
  engine_failed: { status: 502, message: "The data engine could not run this query." },
  engine_stopped: { status: 503, message: "The data engine stopped while this query ran. Try again." },
  query_timeout: { status: 504, message: "The query took too long and was stopped. Narrow it with a filter." },
  aborted: { status: 499, message: "Stopped." },
  ai_not_configured: {
    status: 409,
    message: "AI features are not available. An admin can set up a provider in AI settings.",
  },
  invalid_credentials: {
    status: 502,
    message: "The AI provider refused the credentials. An admin can enter them again in AI settings.",
  },
  permission_denied: {
    status: 502,
    message: "The AI provider does not allow this with these credentials. An admin can test them in AI settings.",
  },
  network_blocked: {
    status: 502,
    message: "The AI provider blocks requests from this server's network. An admin finds in AI settings what to allow.",
  },
  endpoint_invalid: { status: 502, message: "The AI provider's address is not valid or cannot be reached." },
  model_not_found: {
    status: 502,
    message:
      "The AI provider does not offer this model to these credentials. An admin can choose another one in AI settings.",
  },
  quota_exhausted: {
    status: 502,
    message: "The AI provider's quota is used up. An admin can raise it at the provider.",
  },
  provider_rate_limited: { status: 502, message: "The AI provider asks to wait before the next request." },
  content_filtered: {
    status: 502,
    message: "The AI provider's content filter refused this. Word the question differently.",
  },
  context_too_long: {
    status: 502,
    message: "The question with its data is too long for this model. Ask about less at once, or ask anew.",
  },
  unsupported_parameter: {
    status: 502,
    message:
      "The AI provider does not understand a parameter of the request. An admin can test the model in AI settings.",
  },
  overloaded: { status: 502, message: "The AI provider is overloaded. Try again in a moment." },
  provider_error: { status: 502, message: "The AI provider failed. Try again in a moment." },
  provider_timeout: { status: 502, message: "The AI provider did not answer in time. Try again in a moment." },
  trust_not_configured: { status: 502, message: "The IAM role cannot be assumed yet." },
  external_id_not_enforced: { status: 502, message: "The role's trust policy does not require the external ID." },
  encryption_key_missing: { status: 502, message: "The stored credentials cannot be read. Enter them again." },
  internal: { status: 500, message: "Something failed on the server. The details are in its log." },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof errorCodes;

export type ErrorOptions = {
  /** A sentence for the person in front of the screen: what happened, and what to do. */
  readonly message?: string;
  /** The form field at fault. */
  readonly field?: string;
  /** Seconds after which a new attempt makes sense. */
  readonly retryAfterSeconds?: number;
  /** For the server's log only. Never sent to a client. */
  readonly cause?: unknown;
};

/** A failure that is meant to be shown: `message` is safe for the person who caused it. Anything else that is thrown is a bug. */
export class AskbookError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, options: ErrorOptions = {}) {
    super(options.message ?? errorCodes[code].message, { cause: options.cause });
    this.name = "AskbookError";
    this.code = code;
    this.field = options.field;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }
}

/** What a client is told of a failure. */
export type ErrorBody = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly field?: string;
  readonly retryAfterSeconds?: number;
};

/** Turns anything that was thrown into what may be shown; a bug becomes `internal` without its text. */
export function describeError(error: unknown): ErrorBody {
  if (!(error instanceof AskbookError)) return { code: "internal", message: errorCodes.internal.message };
  return {
    code: error.code,
    message: error.message,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
  };
}

export function statusOf(code: ErrorCode): number {
  return errorCodes[code].status;
}
