import { generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { Provider } from "oidc-provider";
import { z } from "zod";

export type OpenIdAccount = {
  /** What is typed at the provider. */
  readonly login: string;
  readonly subject: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly name?: string;
};

export const openIdClient = { id: "askbook", secret: "a-secret-of-the-client-0001" } as const;
/** Another application at the same provider. */
export const otherClient = { id: "elsewhere", secret: "a-secret-of-the-client-0002" } as const;

export type OpenIdProvider = {
  readonly issuer: string;
  setAccounts(accounts: readonly OpenIdAccount[]): void;
  /** Changes the ID token of every answer from now on; null: leaves it alone. */
  setIdTokenChange(change: ((idToken: string) => string) | null): void;
  /** How often somebody entered who they are. */
  logins(): number;
  close(): Promise<void>;
};

/** A real OpenID provider (npm `oidc-provider`) with a page that asks for a login name and nothing else. */
export async function startOpenIdProvider(redirectUris: readonly string[]): Promise<OpenIdProvider> {
  let accounts: readonly OpenIdAccount[] = [];
  let change: ((idToken: string) => string) | null = null;
  let logins = 0;
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const issuer = `http://127.0.0.1:${address.port}`;
  const provider = createProvider(issuer, redirectUris, (subject) =>
    accounts.find((account) => account.subject === subject),
  );
  provider.use(async (context, next) => {
    await next();
    const tokens = z.looseObject({ id_token: z.string() }).safeParse(context.body);
    if (change !== null && tokens.success) context.body = { ...tokens.data, id_token: change(tokens.data.id_token) };
  });
  const callback = provider.callback();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", issuer).pathname;
    if (!path.startsWith("/interaction/")) return void (await callback(request, response));
    if (request.method !== "POST") return showLogin(response);
    const form = new URLSearchParams(await text(request));
    const account = accounts.find(({ login }) => login === form.get("login"));
    logins += 1;
    const outcome =
      account === undefined
        ? { error: "access_denied", error_description: "Cancelled." }
        : { login: { accountId: account.subject } };
    await provider.interactionFinished(request, response, outcome, { mergeWithLastSubmission: false });
  }

  return {
    issuer,
    setAccounts: (next) => {
      accounts = next;
    },
    setIdTokenChange: (next) => {
      change = next;
    },
    logins: () => logins,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function showLogin(response: ServerResponse): void {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(`<!doctype html><html lang="en"><title>The provider</title>
    <form method="post"><label>Login <input name="login"></label> <button>Continue</button></form>`);
}

function createProvider(
  issuer: string,
  redirectUris: readonly string[],
  findAccount: (subject: string) => OpenIdAccount | undefined,
): Provider {
  const client = ({ id, secret }: { readonly id: string; readonly secret: string }) => ({
    client_id: id,
    client_secret: secret,
    redirect_uris: [...redirectUris],
    grant_types: ["authorization_code"],
    response_types: ["code" as const],
  });
  const provider = new Provider(issuer, {
    clients: [client(openIdClient), client(otherClient)],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    jwks: { keys: [generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" })] },
    cookies: { keys: ["a key of the test"] },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, subject) => {
      const account = findAccount(subject);
      if (account === undefined) return undefined;
      const { email, emailVerified, name } = account;
      return { accountId: subject, claims: () => ({ sub: subject, email, email_verified: emailVerified, name }) };
    },
    // Nobody is asked for consent: the applications belong to the same house.
    loadExistingGrant: async ({ oidc }) => {
      if (oidc.client === undefined || oidc.session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  return provider;
}
