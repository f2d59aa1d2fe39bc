import "server-only";
import type { STS } from "@aws-sdk/client-sts";
import type { AwsIdentity } from "#lib/contract/bedrock";
import { env } from "#lib/env";
import { AskbookError } from "#lib/errors";
import { describeAwsError, noIdentity } from "./aws-failure.ts";
import { guardedHandler } from "./aws-handler.ts";

/** Temporary credentials of a role. */
export type RoleCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: Date;
};

export type Role = { readonly roleArn: string; readonly region: string };

/** AWS gives no more than an hour to who has a role already. */
const sessionSeconds = 3600;
const timeoutMs = 10_000;

/** Takes a role as this server; null: without an external ID. Throws `trust_not_configured` with all that it may be. */
export async function assumeRole({ roleArn, region }: Role, externalId: string | null): Promise<RoleCredentials> {
  const { Credentials } = await call(region, (sts, abortSignal) =>
    sts.assumeRole(
      {
        RoleArn: roleArn,
        RoleSessionName: "askbook",
        DurationSeconds: sessionSeconds,
        ...(externalId === null ? {} : { ExternalId: externalId }),
      },
      { abortSignal },
    ),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || Expiration === undefined)
    throw new AskbookError("provider_error", { message: "AWS answered without credentials for the role." });
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiresAt: Expiration,
  };
}

/** Who this server is in AWS, as a trust policy names it. Throws nothing that AWS may answer. */
export async function findServerIdentity(region: string): Promise<AwsIdentity> {
  try {
    const { Arn } = await call(region, (sts, abortSignal) => sts.getCallerIdentity({}, { abortSignal }));
    return Arn === undefined ? { arn: null, problem: noIdentity } : principalOf(Arn);
  } catch (error) {
    if (!(error instanceof AskbookError)) throw error;
    return { arn: null, problem: error.message };
  }
}

/** The regional address: the global one is in one region only. */
export function stsUrl(region: string): string {
  return env().ASKBOOK_AWS_STS_URL ?? `https://sts.${region}.amazonaws.com`;
}

/** Everything is given: the SDK would take what is missing from AWS_* variables and files. */
async function call<Result>(
  region: string,
  work: (sts: STS, abortSignal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  // Loaded by those who use it: nobody else's start waits for it.
  const { STS } = await import("@aws-sdk/client-sts");
  const { fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
  const sts = new STS({
    region,
    endpoint: stsUrl(region),
    credentials: fromNodeProviderChain({ clientConfig: { region }, timeout: 1000, maxRetries: 0 }),
    requestHandler: guardedHandler,
    // Our own rules repeat what may be repeated.
    maxAttempts: 1,
  });
  try {
    return await work(sts, AbortSignal.timeout(timeoutMs));
  } catch (error) {
    throw describeAwsError(error);
  } finally {
    sts.destroy();
  }
}

/** A session's ARN cannot be trusted for good; its role's can. */
function principalOf(arn: string): AwsIdentity {
  const [, partition, account, role] = /^arn:([\w-]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (role === undefined) return { arn, note: null };
  return {
    arn: `arn:${partition}:iam::${account}:role/${role}`,
    note: "This server has a role in AWS. If the role has a path, write it before the role's name.",
  };
}
