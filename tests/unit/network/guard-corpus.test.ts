import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import { describe, expect, it, vi } from "vitest";
import type { Channel, Resolver } from "#lib/network/endpoint-guard";

process.env["DATABASE_URL"] = "postgres://localhost/none";

async function guard(networks: "allow-private" | "external-only") {
  vi.resetModules();
  process.env["ASKBOOK_ALLOWED_NETWORKS"] = networks;
  return import("#lib/network/endpoint-guard");
}

const refused = expect.objectContaining({ code: "endpoint_invalid" });

/** A name server that gives these answers one after another, the last one ever after. */
function resolverOf(...answers: readonly (readonly string[])[]): Resolver {
  let asked = 0;
  return (_host, _options, callback) => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    callback(
      null,
      answer.map((address): LookupAddress => ({ address, family: isIP(address) })),
    );
  };
}

/** What would be connected to; throws what the guard says. */
async function connectTo(
  channel: Channel,
  host: string,
  resolver: Resolver,
  networks: "allow-private" | "external-only",
) {
  const { guardedLookup } = await guard(networks);
  return new Promise<unknown>((resolve, reject) => {
    guardedLookup(channel, resolver)(host, {}, (error, address) => (error === null ? resolve(address) : reject(error)));
  });
}

/** Each leads into the own network, however it is written. */
const intoTheOwnNetwork = [
  "http://127.0.0.1/",
  "http://127.1/",
  "http://2130706433/",
  "http://0x7f000001/",
  "http://0x7f.0.0.1/",
  "http://0177.0.0.1/",
  "http://017700000001/",
  "http://127.0.0.1./",
  "http://127.255.255.254/",
  "http://１２７.０.０.１/",
  "http://127。0。0。1/",
  "http://localhost/",
  "http://LOCALHOST/",
  "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
  "http://[::1]/",
  "http://[0:0:0:0:0:0:0:1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[::ffff:10.0.0.1]/",
  "http://[64:ff9b::10.0.0.1]/",
  "http://10.0.0.1/",
  "http://167772161/",
  "http://0xa000001/",
  "http://172.31.255.255/",
  "http://192.168.1.1/",
  "http://100.64.0.1/",
  "http://[fc00::1]/",
  "http://[fdff:ffff::1]/",
];

/** Nobody serves a model or a database there. */
const forbidden = [
  "http://169.254.169.254/",
  "http://0xa9.0xfe.0xa9.0xfe/",
  "http://2852039166./",
  "http://[::ffff:a9fe:a9fe]/",
  "http://[0:0:0:0:0:ffff:169.254.169.254]/",
  "http://[64:ff9b::a9fe:a9fe]/",
  "http://[2002:a9fe:a9fe::]/",
  "http://[fe80::1]/",
  "http://[fe80::1%25eth0]/",
  "http://[fe80::1%eth0]/",
  "http://[::1%25lo]/",
  "http://0.0.0.0/",
  "http://0/",
  "http://0x0/",
  "http://[::]/",
  "http://[::ffff:0.0.0.0]/",
  "http://[ff02::1]/",
  "http://239.255.255.250/",
  "http://255.255.255.255/",
  "http://metadata/",
  "http://METADATA.google.internal/",
  "http://metadata.google.internal../",
  "http://ｍetadata.google.internal/",
  "http://metadata.goog./",
  "https://api.openai.com:443@169.254.169.254/",
  "https://169.254.169.254#@api.openai.com/",
  "https://api.openai.com\\@169.254.169.254/",
  "https://169.254.169.254\\.api.openai.com/",
];

describe("an address, however it is written", () => {
  it.each(intoTheOwnNetwork)("%s leads into the own network", async (url) => {
    const resolver = resolverOf(["127.0.0.1", "::1"]);
    await expect((await guard("allow-private")).checkEndpoint(url, resolver)).resolves.toBeInstanceOf(URL);
    await expect((await guard("external-only")).checkEndpoint(url, resolver)).rejects.toThrow(refused);
    await expect(
      (await guard("external-only")).checkEndpoint(url.replace("http:", "https:"), resolver),
    ).rejects.toThrow(refused);
  });

  it.each(forbidden)("%s leads nowhere", async (url) => {
    const resolver = resolverOf(["169.254.169.254"]);
    for (const networks of ["allow-private", "external-only"] as const)
      for (const text of [url, url.replace("http:", "https:")])
        await expect((await guard(networks)).checkEndpoint(text, resolver)).rejects.toThrow(refused);
  });

  it("of a name in other letters is the name's own", async () => {
    const { checkEndpoint } = await guard("external-only");
    const seen: string[] = [];
    const resolver: Resolver = (host, options, callback) => {
      seen.push(host);
      resolverOf(["93.184.216.34"])(host, options, callback);
    };
    const url = await checkEndpoint("https://аpi.openai.com/v1", resolver);
    // A Cyrillic letter: what is shown and called is not the name that it looks like.
    expect(url.hostname).toBe("xn--pi-6kc.openai.com");
    expect(seen).toEqual(["xn--pi-6kc.openai.com"]);
  });
});

describe("a name that changes where it leads", () => {
  const publicly = ["93.184.216.34"];

  it.each([
    ["the own network", ["127.0.0.1"], "external-only"],
    ["the own network in IPv6", ["::1"], "external-only"],
    ["the own network, mapped", ["::ffff:10.0.0.1"], "external-only"],
    ["metadata", ["169.254.169.254"], "allow-private"],
    ["metadata beside a good address", ["93.184.216.34", "169.254.169.254"], "allow-private"],
    ["nothing", [], "allow-private"],
  ] as const)("from the internet to %s is refused when it is connected to", async (_, then, networks) => {
    const resolver = resolverOf(publicly, then);
    const { checkEndpoint } = await guard(networks);
    await expect(checkEndpoint("https://rebind.test/v1", resolver)).resolves.toBeInstanceOf(URL);
    await expect(connectTo("https:", "rebind.test", resolver, networks)).rejects.toThrow();
  });

  it("is connected to at the address that was checked", async () => {
    const resolver = resolverOf(publicly, publicly, ["127.0.0.1"]);
    const { checkEndpoint } = await guard("external-only");
    await checkEndpoint("https://rebind.test/v1", resolver);
    await expect(connectTo("https:", "rebind.test", resolver, "external-only")).resolves.toBe("93.184.216.34");
  });

  it("with one bad address among good ones is refused when it is saved", async () => {
    const { checkEndpoint } = await guard("external-only");
    const resolver = resolverOf(["93.184.216.34", "10.0.0.1"]);
    await expect(checkEndpoint("https://mixed.test/", resolver)).rejects.toThrow(refused);
  });
});

describe("a database's host", () => {
  it.each(["db.test", "10.0.0.5", "localhost", "::1", "2130706433"])("%s may lie in the own network", async (host) => {
    const resolver = resolverOf(["10.0.0.5"]);
    await expect((await guard("allow-private")).checkHost("database", host, resolver)).resolves.toBeUndefined();
    await expect((await guard("external-only")).checkHost("database-tls", host, resolver)).rejects.toThrow(refused);
  });

  it.each(["169.254.169.254", "::ffff:169.254.169.254", "0.0.0.0", "fe80::1%eth0", "metadata.google.internal."])(
    "%s is refused",
    async (host) => {
      for (const networks of ["allow-private", "external-only"] as const)
        for (const channel of ["database", "database-tls"] as const)
          await expect(
            (await guard(networks)).checkHost(channel, host, resolverOf(["169.254.169.254"])),
          ).rejects.toThrow(refused);
    },
  );

  it("on the internet wants TLS", async () => {
    const { checkHost } = await guard("external-only");
    const resolver = resolverOf(["93.184.216.34"]);
    await expect(checkHost("database-tls", "db.test", resolver)).resolves.toBeUndefined();
    await expect(checkHost("database", "db.test", resolver)).rejects.toThrow(/Turn on TLS/);
  });
});
