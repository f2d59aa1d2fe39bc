import "server-only";
import { AskbookError, type ErrorCode } from "#lib/errors";
import { classifyProviderError } from "../classify-error.ts";

export const noIdentity =
  "This server has no identity in AWS yet. Whoever runs it gives it one: a role of its instance, task or pod, or an IAM user's keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. It needs permission for sts:AssumeRole on your role, and nothing else.";

/** AWS says the same for all of these, so that nobody learns which roles exist. */
const accessDenied =
  "AWS does not let Askbook assume this role, and gives the same answer for four causes: there is no such role (compare the AWS IAM role ARN); its trust policy does not name the AWS IAM user ARN of this server; its trust policy has another external ID; or this server's identity has no permission for sts:AssumeRole on the role. A change in IAM may take a minute.";

const ownCredentials =
  "AWS does not accept this server's own identity. Whoever runs the server should see whether its AWS keys have expired or were deleted, and whether its clock is right.";

/** Names of STS errors, and of the SDK's own. */
const failures: Readonly<Record<string, { readonly code: ErrorCode; readonly message?: string }>> = {
  AccessDenied: { code: "trust_not_configured", message: accessDenied },
  AccessDeniedException: { code: "trust_not_configured", message: accessDenied },
  CredentialsProviderError: { code: "trust_not_configured", message: noIdentity },
  ExpiredToken: { code: "trust_not_configured", message: ownCredentials },
  ExpiredTokenException: { code: "trust_not_configured", message: ownCredentials },
  InvalidClientTokenId: { code: "trust_not_configured", message: ownCredentials },
  UnrecognizedClientException: { code: "trust_not_configured", message: ownCredentials },
  SignatureDoesNotMatch: { code: "trust_not_configured", message: ownCredentials },
  InvalidSignatureException: { code: "trust_not_configured", message: ownCredentials },
  RegionDisabledException: {
    code: "trust_not_configured",
    message:
      "AWS's security token service is not active in this region for the account. Activate it in IAM > Account settings, or choose another region.",
  },
  ValidationError: {
    code: "trust_not_configured",
    message: "AWS does not take this as the ARN of a role. Copy it from the role's page in IAM.",
  },
  Throttling: { code: "provider_rate_limited" },
  ThrottlingException: { code: "provider_rate_limited" },
  RequestLimitExceeded: { code: "provider_rate_limited" },
  ServiceUnavailable: { code: "overloaded" },
  InternalFailure: { code: "provider_error" },
  TimeoutError: { code: "provider_timeout", message: "AWS did not answer in time when it was asked for the role." },
};

/** What AWS's security token service answered, or why it was not reached. AWS's texts name accounts and roles: none is kept. */
export function describeAwsError(error: unknown): AskbookError {
  if (error instanceof AskbookError) return error;
  const name = error instanceof Error ? error.name : "";
  const failure = Object.hasOwn(failures, name) ? failures[name] : undefined;
  if (failure !== undefined)
    return new AskbookError(failure.code, {
      ...(failure.message === undefined ? {} : { message: failure.message }),
      cause: { code: name },
    });
  const status = statusOf(error);
  if (status === null) return classifyProviderError(error);
  return new AskbookError(status >= 500 ? "provider_error" : "trust_not_configured", {
    message: `AWS refused to give Askbook the role (${/^\w{1,60}$/.test(name) ? name : status}).`,
    cause: { status },
  });
}

function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("$metadata" in error)) return null;
  const { $metadata: metadata } = error;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return null;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : null;
}
