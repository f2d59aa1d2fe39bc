import "server-only";
import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  type CustomFetchOptions,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
} from "openid-client";
import { env } from "#lib/env";
import { AskbookError } from "#lib/errors";
import { guardedFetch } from "#lib/network/guarded-fetch";

export type SingleSignOn = {
  /** What the button names. */
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

/** As the environment configures it; null: people sign in by password only. */
export function findSingleSignOn(): SingleSignOn | null {
  const { ASKBOOK_OIDC_ISSUER: issuer, ASKBOOK_OIDC_LABEL: label } = env();
  const { ASKBOOK_OIDC_CLIENT_ID: clientId, ASKBOOK_OIDC_CLIENT_SECRET: clientSecret } = env();
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  return { label, issuer, clientId, clientSecret };
}

/** Throws `not_found` when the site has none. */
export function requireSingleSignOn(): SingleSignOn {
  const found = findSingleSignOn();
  if (found === null)
    throw new AskbookError("not_found", { message: "Single sign-on is not set up on this site. Sign in by password." });
  return found;
}

const keptMs = 60 * 60 * 1000;

let kept: { readonly key: string; readonly until: number; readonly configuration: Promise<Configuration> } | undefined;

/** The provider's own description of itself, read anew every hour. Everything is fetched through the endpoint guard. */
export function discoverProvider(singleSignOn: SingleSignOn): Promise<Configuration> {
  const key = JSON.stringify(singleSignOn);
  if (kept?.key === key && Date.now() < kept.until) return kept.configuration;
  const configuration = discover(singleSignOn);
  kept = { key, until: Date.now() + keptMs, configuration };
  // What failed is tried again by the next person.
  configuration.catch(() => {
    if (kept?.configuration === configuration) kept = undefined;
  });
  return configuration;
}

function discover({ issuer, clientId, clientSecret }: SingleSignOn): Promise<Configuration> {
  const url = new URL(issuer);
  // Plain http is for a provider in the own network: the guard refuses it on the internet.
  const insecure = url.protocol === "http:" ? [allowInsecureRequests] : [];
  return discovery(url, clientId, {}, authenticateClient(clientSecret), {
    [customFetch]: fetchGuarded,
    execute: [enableNonRepudiationChecks, ...insecure],
    timeout: 15,
  });
}

/** By the first of the two usual ways that the provider offers. */
function authenticateClient(clientSecret: string): ClientAuth {
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const authenticate = methods.includes("client_secret_basic") ? ClientSecretBasic : ClientSecretPost;
    authenticate(clientSecret)(server, client, body, headers);
  };
}

function fetchGuarded(url: string, { method, headers, body, signal }: CustomFetchOptions): Promise<Response> {
  if (body !== null && body !== undefined && typeof body !== "string" && !(body instanceof URLSearchParams))
    throw new TypeError("Only text is sent to the provider of single sign-on.");
  return guardedFetch(url, { method, headers: new Headers(headers), body: body?.toString(), signal: signal ?? null });
}
