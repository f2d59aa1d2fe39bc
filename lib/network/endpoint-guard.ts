import "server-only";
import { type LookupAddress, type LookupAllOptions, lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { env } from "#lib/env";
import { AskbookError } from "#lib/errors";
import { reachOf } from "./address.ts";

/**
 * Which addresses this server calls on an admin's word: models and databases. Asked three times: when an endpoint is saved (`checkEndpoint`),
 * when a connection is made (`checkConnection`, for every address that the name resolves to), and at a redirect (none is followed).
 */

type Protocol = "http:" | "https:";
/** What is spoken over a connection. */
export type Channel = Protocol | "database" | "database-tls";

const metadataNames = new Set(["metadata", "metadata.google.internal", "metadata.goog", "instance-data"]);

/** Finds the addresses of a name as Node's own `dns.lookup` does. */
export type Resolver = (
  host: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** What was typed or pasted, as the URL that will be called; resolves its name. Throws `endpoint_invalid`. */
export async function checkEndpoint(text: string, resolver: Resolver = lookup): Promise<URL> {
  const url = parseEndpoint(text);
  await checkHost(protocolOf(url), hostOf(url), resolver);
  return url;
}

/** A database's name or address, as it will be connected to. Throws `endpoint_invalid`. */
export async function checkHost(channel: Channel, host: string, resolver: Resolver = lookup): Promise<void> {
  if (metadataNames.has(plainName(host))) throw refusePlatform();
  const addresses = isIP(host) === 0 ? await resolve(host, resolver) : [host];
  for (const address of addresses) checkConnection(channel, host, address);
}

/** The form of an endpoint, without looking up its name. Throws `endpoint_invalid`. */
export function parseEndpoint(text: string): URL {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:\/\//i.test(text.trim()))
    throw refuse(
      "This is not a web address. Enter one that begins with https:// (or http:// for a server in your own network).",
    );
  if (url.username !== "" || url.password !== "")
    throw refuse("The address holds a user name or password. Remove them; the key has a field of its own.");
  if (metadataNames.has(plainName(hostOf(url)))) throw refusePlatform();
  url.hash = "";
  return url;
}

/** Throws `endpoint_invalid` when `address` must not be connected to. */
export function checkConnection(channel: Channel, host: string, address: string): void {
  const reach = reachOf(address);
  const name = address === host ? host : `${host} (${address})`;
  if (reach === "forbidden") throw refuse(`${name} ${refusals[channel].forbidden} Enter another one.`);
  if (reach !== "public" && env().ASKBOOK_ALLOWED_NETWORKS !== "allow-private")
    throw refuse(
      `${name} lies in a private network, and this site allows external addresses only (ASKBOOK_ALLOWED_NETWORKS).`,
    );
  const { unencrypted } = refusals[channel];
  if (reach === "public" && unencrypted !== null) throw refuse(`${name} is on the internet, where ${unencrypted}`);
}

/** For a connection by name: checks every address that it resolves to, at the moment of connecting, since a name may have changed. */
export function guardedLookup(channel: Channel, resolver: Resolver = lookup): LookupFunction {
  return (host, options, callback) => {
    resolver(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      try {
        for (const { address } of addresses) checkConnection(channel, host, address);
      } catch (refusal) {
        return callback(refusal instanceof Error ? refusal : new Error(String(refusal)), []);
      }
      if (options.all === true) return callback(null, addresses);
      const [first] = addresses;
      return first === undefined ? callback(new Error("no address"), []) : callback(null, first.address, first.family);
    });
  };
}

const refusals: Readonly<Record<Channel, { readonly forbidden: string; readonly unencrypted: string | null }>> = {
  "http:": {
    forbidden: "is not an address that models are served from.",
    unencrypted: "plain http would send the key unencrypted. Use https://.",
  },
  "https:": { forbidden: "is not an address that models are served from.", unencrypted: null },
  database: {
    forbidden: "is not an address that databases are served from.",
    unencrypted: "rows would travel unencrypted. Turn on TLS for this connection.",
  },
  "database-tls": { forbidden: "is not an address that databases are served from.", unencrypted: null },
};

export function protocolOf(url: URL): Protocol {
  if (url.protocol === "http:" || url.protocol === "https:") return url.protocol;
  throw refuse("Only https:// and http:// addresses can be called.");
}

export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

function resolve(host: string, resolver: Resolver): Promise<string[]> {
  return new Promise((found, fail) => {
    resolver(host, { all: true }, (error, addresses) => {
      if (error === null) found(addresses.map(({ address }) => address));
      else fail(refuse(`The name ${host} cannot be found. Check the spelling of the address.`, error));
    });
  });
}

function plainName(host: string): string {
  return host.toLowerCase().replace(/\.+$/, "");
}

function refusePlatform(): AskbookError {
  return refuse("This address belongs to the hosting platform, not to a server of yours. Enter your server's address.");
}

function refuse(message: string, cause?: unknown): AskbookError {
  return new AskbookError("endpoint_invalid", { message, cause });
}
