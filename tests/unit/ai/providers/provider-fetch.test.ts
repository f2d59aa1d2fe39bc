import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

process.env["DATABASE_URL"] = "postgres://localhost/none";

let server: Server;
let port = 0;
let connections = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/redirect") response.writeHead(307, { location: "http://169.254.169.254/" }).end("moved");
    else response.end(`${request.method} ${request.headers["x-mark"] ?? ""}`);
  });
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const isAddress = (value: unknown): value is AddressInfo => typeof value === "object" && value !== null;
  const address = server.address();
  port = isAddress(address) ? address.port : 0;
});

afterAll(() => server.close());

beforeEach(() => {
  connections = 0;
  globalThis.askbookGuardedAgents = undefined;
});

async function fetchUnder(networks: string) {
  vi.resetModules();
  process.env["ASKBOOK_ALLOWED_NETWORKS"] = networks;
  return (await import("#lib/ai/providers/provider-fetch")).providerFetch;
}

/** The refusal, wherever in the chain of causes it stands. */
async function refusalOf(work: () => Promise<unknown>): Promise<string> {
  const { classifyProviderError } = await import("#lib/ai/providers/classify-error");
  const { code, message } = await work().then(
    () => ({ code: "none", message: "it was served" }),
    (error: unknown) => classifyProviderError(error),
  );
  return `${code}: ${message}`;
}

describe("the fetch of providers", () => {
  it("sends method, headers and body, and hands back the answer", async () => {
    const providerFetch = await fetchUnder("allow-private");
    const response = await providerFetch(`http://localhost:${port}/x`, {
      method: "POST",
      headers: { "x-mark": "here" },
      body: "{}",
    });
    expect([response.status, await response.text()]).toEqual([200, "POST here"]);
  });

  it.each([
    "http://localhost",
    "https://localhost",
    "http://127.0.0.1",
    "http://2130706433",
    "http://[::ffff:127.0.0.1]",
  ])("checks the address when it connects, however it is written: %s", async (origin) => {
    const providerFetch = await fetchUnder("external-only");
    expect(await refusalOf(() => providerFetch(`${origin}:${port}/x`))).toMatch(/^endpoint_invalid: .*private network/);
    expect(connections).toBe(0);
  });

  it("follows no redirect", async () => {
    const providerFetch = await fetchUnder("allow-private");
    expect(await refusalOf(() => providerFetch(`http://127.0.0.1:${port}/redirect`))).toMatch(
      /^endpoint_invalid: .*redirect/,
    );
  });

  it("never calls metadata, credentials in the address or other schemes", async () => {
    const providerFetch = await fetchUnder("allow-private");
    for (const url of [
      "http://169.254.169.254/",
      "https://user:pass@127.0.0.1/",
      "file:///etc/passwd",
      "data:text/plain,x",
    ])
      expect(await refusalOf(() => providerFetch(url))).toMatch(/^endpoint_invalid/);
  });
});
