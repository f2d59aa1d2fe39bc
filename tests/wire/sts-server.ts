import type { ServerResponse } from "node:http";
import type { AwsAccount } from "./aws-account.ts";
import { type SignatureProblem, verifySignature } from "./sigv4.ts";
import { startWireServer, type WireServer } from "./wire-server.ts";

export type StsFault = { readonly status: number; readonly code: string } | "silence";

export type StsServer = WireServer & {
  /** Answers the next calls, in order; then the account decides. */
  readonly faults: StsFault[];
};

/** A loopback server that speaks as AWS's security token service does: GetCallerIdentity and AssumeRole, every signature checked. */
export async function startStsServer(account: AwsAccount): Promise<StsServer> {
  const faults: StsFault[] = [];
  const server = await startWireServer(
    {
      base: "",
      keyOf: () => undefined,
      wrongKey: () => ({ status: 403, body: "" }),
      answer: (state, request, response) => {
        const verified = verifySignature(request, "sts", (id) =>
          id === account.own.accessKeyId ? account.own : undefined,
        );
        if ("problem" in verified) return refuse(response, 403, problems[verified.problem]);
        const fault = faults.shift();
        if (fault === "silence") return;
        if (fault !== undefined) return refuse(response, fault.status, fault.code);
        const parameters = new URLSearchParams(request.body);
        const action = actions[parameters.get("Action") ?? ""];
        if (request.method !== "POST" || parameters.get("Version") !== "2011-06-15" || action === undefined) {
          state.violations.push(`not an action of STS: ${request.body}`);
          return refuse(response, 400, "InvalidAction");
        }
        return action(account, parameters, response);
      },
    },
    {},
  );
  return Object.assign(server, { faults });
}

type Action = (account: AwsAccount, parameters: URLSearchParams, response: ServerResponse) => void;

const actions: Readonly<Record<string, Action>> = {
  GetCallerIdentity: ({ own }, _, response) =>
    sendXml(
      response,
      200,
      `<GetCallerIdentityResponse xmlns="${namespace()}"><GetCallerIdentityResult><Arn>${own.arn}</Arn><UserId>AIDATEST</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    ),
  AssumeRole: (account, parameters, response) => {
    const seconds = Number(parameters.get("DurationSeconds"));
    if (!/^[\w+=,.@-]{2,64}$/.test(parameters.get("RoleSessionName") ?? "") || !(seconds >= 900 && seconds <= 3600))
      return refuse(response, 400, "ValidationError");
    if (!isTrusted(account, parameters.get("RoleArn"), parameters.get("ExternalId")))
      return refuse(response, 403, "AccessDenied");
    const session = account.open(seconds);
    return sendXml(
      response,
      200,
      `<AssumeRoleResponse xmlns="${namespace()}"><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>AROATEST:askbook</AssumedRoleId><Arn>${account.role.arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/askbook</Arn></AssumedRoleUser><Credentials><AccessKeyId>${session.accessKeyId}</AccessKeyId><SecretAccessKey>${session.secretAccessKey}</SecretAccessKey><SessionToken>${session.sessionToken}</SessionToken><Expiration>${session.expiresAt.toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    );
  },
};

/** The same refusal for a missing role, a foreign principal, a wrong external ID and a caller without the permission. */
function isTrusted({ own, role }: AwsAccount, roleArn: string | null, externalId: string | null): boolean {
  if (roleArn !== role.arn || role.principal !== own.arn || !own.isAllowed) return false;
  if (role.enforcement === "ignored" || (role.enforcement === "required-if-given" && externalId === null)) return true;
  return role.externalId !== null && externalId === role.externalId;
}

const problems: Readonly<Record<SignatureProblem, string>> = {
  missing: "MissingAuthenticationToken",
  "unknown-key": "InvalidClientTokenId",
  "wrong-token": "InvalidClientTokenId",
  mismatch: "SignatureDoesNotMatch",
};

function refuse(response: ServerResponse, status: number, code: string): void {
  sendXml(
    response,
    status,
    `<ErrorResponse xmlns="${namespace()}"><Error><Type>Sender</Type><Code>${code}</Code><Message>User: arn:aws:iam::111122223333:user/askbook-server is not authorized to perform: sts:AssumeRole</Message></Error><RequestId>6f2a</RequestId></ErrorResponse>`,
  );
}

function sendXml(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "text/xml", "x-amzn-requestid": "6f2a" }).end(body);
}

function namespace(): string {
  return "https://sts.amazonaws.com/doc/2011-06-15/";
}
