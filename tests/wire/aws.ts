import { env } from "#lib/env";
import { type AwsAccount, createAccount } from "./aws-account.ts";
import { startBedrockServer } from "./bedrock-server.ts";
import { type StsServer, startStsServer } from "./sts-server.ts";
import type { WireServer, WireServerOptions } from "./wire-server.ts";

export type Aws = { readonly account: AwsAccount; readonly sts: StsServer; readonly bedrock: WireServer };

/** AWS as far as Askbook calls it. This process calls it there, and has the account's own identity in its environment. */
export async function startAws(options: WireServerOptions = {}): Promise<Aws> {
  const account = createAccount(options.apiKey);
  const [sts, bedrock] = await Promise.all([startStsServer(account), startBedrockServer(account, options)]);
  Object.assign(env(), { ASKBOOK_AWS_STS_URL: sts.url, ASKBOOK_AWS_BEDROCK_URL: bedrock.url });
  setIdentity(account.own);
  return { account, sts, bedrock };
}

/** Null: this server is nobody in AWS. */
export function setIdentity(own: AwsAccount["own"] | null): void {
  delete process.env["AWS_SESSION_TOKEN"];
  delete process.env["AWS_PROFILE"];
  delete process.env["AWS_ACCESS_KEY_ID"];
  delete process.env["AWS_SECRET_ACCESS_KEY"];
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    ...(own === null ? {} : { AWS_ACCESS_KEY_ID: own.accessKeyId, AWS_SECRET_ACCESS_KEY: own.secretAccessKey }),
  });
}

export async function stopAws({ sts, bedrock }: Aws): Promise<void> {
  await Promise.all([sts.close(), bedrock.close()]);
}

export function bedrockValues({ role }: AwsAccount): Record<string, string> {
  return { roleArn: role.arn, region: "eu-central-1", chatModel: "chat-1", embeddingModel: "embed-1" };
}
