import "server-only";
import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { z } from "zod";
import type { SessionOwner } from "#db/queries/sign-in";
import { acceptIdentity, type IdentityOutcome, type ProvedIdentity } from "#db/queries/single-sign-on";
import { recordAudit } from "#lib/audit/record";
import { env } from "#lib/env";
import { AskbookError } from "#lib/errors";
import { log } from "#lib/log";
import type { Person } from "#lib/permissions";
import { isSecure } from "../cookie.ts";
import { ownHost } from "../origin.ts";
import { type StartedSession, startSession } from "../session.ts";
import { endCurrentSession } from "../sign-in.ts";
import { findViewer } from "../viewer.ts";
import type { SignInAttempt } from "./attempt.ts";
import { discoverProvider, requireSingleSignOn } from "./client.ts";
import type { SignInProblem } from "./problem.ts";

/** Who proves again that it is them has to have signed in at the provider this short a time ago. */
const againSeconds = 120;

export type BegunSignIn = { readonly attempt: SignInAttempt; readonly providerUrl: URL };

/** Where the browser goes to sign in, and what it keeps meanwhile. `again`: the one who is signed in, whom the provider shall ask anew. */
export async function beginSignIn(
  headers: Headers,
  { next, again }: { readonly next: string; readonly again: Person | null },
): Promise<BegunSignIn> {
  const configuration = await reachProvider();
  const attempt: SignInAttempt = {
    state: randomState(),
    nonce: randomNonce(),
    codeVerifier: randomPKCECodeVerifier(),
    redirectUri: `${originOf(headers)}/api/oidc/callback`,
    next,
    againAs: again?.userId ?? null,
    startedAt: Date.now(),
  };
  const providerUrl = buildAuthorizationUrl(configuration, {
    redirect_uri: attempt.redirectUri,
    scope: "openid email profile",
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await calculatePKCECodeChallenge(attempt.codeVerifier),
    code_challenge_method: "S256",
    ...(again === null ? {} : { prompt: "login", max_age: String(againSeconds), login_hint: again.email }),
  });
  return { attempt, providerUrl };
}

/** Starts the session of the person whom the provider's answer proves. Throws `SignInRefusal`. */
export async function finishSignIn(request: Request, attempt: SignInAttempt): Promise<StartedSession> {
  const proof = await readProof(request, attempt);
  const viewer = attempt.againAs === null ? null : await findViewer(request.headers);
  const owner = await ownerOf(proof.identity, attempt, viewer);
  await endCurrentSession(request.headers);
  const started = await startSession(owner, request.headers, proof.provedAt);
  await recordAudit(started.viewer, {
    action: "session.start",
    target: started.viewer.email,
    after: { by: "single sign-on" },
    outcome: "done",
  });
  return started;
}

/** Thrown when nobody is signed in, with the sentence to show. */
export class SignInRefusal extends Error {
  readonly problem: SignInProblem;

  constructor(problem: SignInProblem) {
    super(`single sign-on: ${problem}`);
    this.name = "SignInRefusal";
    this.problem = problem;
  }
}

async function reachProvider(): Promise<Configuration> {
  const singleSignOn = requireSingleSignOn();
  return discoverProvider(singleSignOn).catch((cause: unknown) => {
    log().error({ err: cause }, "the provider of single sign-on cannot be reached");
    throw new SignInRefusal("unreachable");
  });
}

type Proof = { readonly identity: ProvedIdentity; readonly provedAt: Date };

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  auth_time: z.number().optional(),
});

/** Exchanges the code and checks all that the answer claims: state, nonce, issuer, audience, signature, times. */
async function readProof(request: Request, attempt: SignInAttempt): Promise<Proof> {
  const configuration = await reachProvider();
  const answer = new URL(attempt.redirectUri);
  answer.search = new URL(request.url).search;
  const tokens = await authorizationCodeGrant(configuration, answer, {
    expectedState: attempt.state,
    expectedNonce: attempt.nonce,
    pkceCodeVerifier: attempt.codeVerifier,
    idTokenExpected: true,
    ...(attempt.againAs === null ? {} : { maxAge: againSeconds }),
  }).catch((cause: unknown) => {
    throw refusalOf(cause);
  });
  const claims = tokens.claims();
  const { iss, sub, auth_time: authTime } = claimsSchema.parse(claims);
  const profile = await readProfile(configuration, tokens.access_token, { ...claims, sub });
  return {
    identity: { issuer: iss, subject: sub, ...profile },
    // Without a word about it the provider may have remembered them for months.
    provedAt: authTime === undefined ? new Date(0) : new Date(Math.min(authTime * 1000, Date.now())),
  };
}

function refusalOf(cause: unknown): SignInRefusal {
  if (cause instanceof AuthorizationResponseError && cause.error === "access_denied")
    return new SignInRefusal("cancelled");
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  log().warn({ reason: cause instanceof Error ? cause.name : typeof cause, code }, "single sign-on was refused");
  return new SignInRefusal("refused");
}

const profileSchema = z.object({
  email: z.string().trim().max(254).pipe(z.email()).optional().catch(undefined),
  email_verified: z.unknown().optional(),
  name: z.string().trim().min(1).optional().catch(undefined),
});

/** From the ID token, else from where the provider tells it. */
async function readProfile(
  configuration: Configuration,
  accessToken: string,
  claims: { readonly sub: string },
): Promise<Pick<ProvedIdentity, "email" | "name">> {
  const own = profileSchema.parse(claims);
  const isTold = own.email !== undefined && own.email_verified !== undefined;
  const canAsk = configuration.serverMetadata().userinfo_endpoint !== undefined;
  const {
    email,
    email_verified: isVerified,
    name,
  } = isTold || !canAsk
    ? own
    : profileSchema.parse(
        await fetchUserInfo(configuration, accessToken, claims.sub).catch((cause: unknown) => {
          throw refusalOf(cause);
        }),
      );
  if (email === undefined) throw new SignInRefusal("no-email");
  if (isVerified !== true) throw new SignInRefusal("unverified");
  return { email, name: (name ?? own.name ?? email.split("@")[0] ?? email).slice(0, 100) };
}

async function ownerOf(identity: ProvedIdentity, attempt: SignInAttempt, viewer: Person | null): Promise<SessionOwner> {
  const outcome = await acceptIdentity(identity);
  if ("refusal" in outcome) {
    await recordRefusal(outcome, identity.email);
    throw new SignInRefusal(outcome.refusal);
  }
  if (outcome.isNew !== null) await recordFirstVisit(outcome.owner, identity, outcome.isNew);
  if (attempt.againAs !== null && (attempt.againAs !== outcome.owner.userId || viewer?.userId !== outcome.owner.userId))
    throw new SignInRefusal("another-person");
  return outcome.owner;
}

async function recordRefusal(outcome: Extract<IdentityOutcome, { refusal: string }>, email: string): Promise<void> {
  const { refusal, organizationId } = outcome;
  if (organizationId === null) return log().warn({ refusal }, "single sign-on was refused");
  const actor = { kind: "system", organizationId, purpose: "sign-in" } as const;
  const after = { by: "single sign-on", refusal };
  await recordAudit(actor, { action: "session.start", target: email, after, outcome: "refused" });
}

async function recordFirstVisit(
  { organizationId }: SessionOwner,
  { email, issuer }: ProvedIdentity,
  isNew: "identity" | "member",
): Promise<void> {
  const actor = { kind: "system", organizationId, purpose: "sign-in" } as const;
  const action = isNew === "member" ? "invitation.accept" : "identity.link";
  await recordAudit(actor, { action, target: email, after: { by: "single sign-on", issuer }, outcome: "done" });
}

/** The address that the browser sees, to which the provider sends it back. */
function originOf(headers: Headers): string {
  const host = ownHost(headers);
  if (env().ASKBOOK_URL === undefined && host === null) throw new AskbookError("invalid_input");
  return env().ASKBOOK_URL ?? `${isSecure(headers) ? "https" : "http"}://${host}`;
}
