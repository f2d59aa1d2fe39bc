import { describe, expect, it, vi } from "vitest";

process.env["DATABASE_URL"] = "postgres://localhost/none";

/** The guard of a site that is configured so. */
async function guard(networks = "allow-private") {
  vi.resetModules();
  process.env["ASKBOOK_ALLOWED_NETWORKS"] = networks;
  return import("#lib/network/endpoint-guard");
}

const refused = expect.objectContaining({ code: "endpoint_invalid" });

describe("an endpoint that is saved", () => {
  it.each([
    "https://8.8.8.8/v1",
    "https://[2001:4860:4860::8888]/v1",
    "http://127.0.0.1:11434/v1",
    "http://localhost:11434/v1",
    "http://[::1]:8000/v1",
    "http://10.1.2.3/v1",
    "http://192.168.0.9:1234/v1",
    "https://172.16.5.5/v1",
    "http://100.64.0.1/v1",
    "http://[fd12:3456::1]/v1",
    "  https://8.8.8.8/v1  ",
  ])("may be %s", async (url) => {
    const { checkEndpoint } = await guard();
    await expect(checkEndpoint(url)).resolves.toBeInstanceOf(URL);
  });

  it.each([
    ["nothing", ""],
    ["words", "not an address"],
    ["no scheme", "api.example.com/v1"],
    ["a scheme without slashes", "http:127.0.0.1"],
    ["another scheme", "file:///etc/passwd"],
    ["another scheme", "ftp://8.8.8.8/"],
    ["another scheme", "gopher://127.0.0.1/"],
    ["script", "javascript:alert(1)"],
    ["a user name", "https://user@8.8.8.8/v1"],
    ["credentials", "https://user:secret@8.8.8.8/v1"],
    ["a misleading user name", "https://api.openai.com@127.0.0.1/v1"],
    ["metadata", "http://169.254.169.254/latest/meta-data"],
    ["metadata over https", "https://169.254.169.254/"],
    ["metadata by name", "http://metadata.google.internal/computeMetadata/v1/"],
    ["metadata by name with a dot", "http://metadata.google.internal./"],
    ["metadata in IPv6", "http://[fd00:ec2::254]/"],
    ["metadata of Azure", "http://168.63.129.16/"],
    ["metadata of Alibaba", "http://100.100.100.200/"],
    ["link-local", "http://169.254.1.1/"],
    ["link-local in IPv6", "http://[fe80::1]/"],
    ["unspecified", "http://0.0.0.0:8000/"],
    ["unspecified in short", "http://0/"],
    ["unspecified in IPv6", "http://[::]/"],
    ["multicast", "http://224.0.0.1/"],
    ["multicast in IPv6", "http://[ff02::1]/"],
    ["broadcast", "http://255.255.255.255/"],
    ["decimal metadata", "http://2852039166/"],
    ["hexadecimal metadata", "http://0xa9fea9fe/"],
    ["octal metadata", "http://0251.0376.0251.0376/"],
    ["mapped metadata", "http://[::ffff:169.254.169.254]/"],
    ["mapped metadata in hexadecimal", "http://[::ffff:a9fe:a9fe]/"],
    ["compatible metadata", "http://[::169.254.169.254]/"],
    ["NAT64 metadata", "http://[64:ff9b::169.254.169.254]/"],
    ["6to4 metadata", "http://[2002:a9fe:a9fe::1]/"],
    ["Teredo", "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/"],
    ["full-width digits of metadata", "http://１６９.２５４.１６９.２５４/"],
    ["plain http on the internet", "http://8.8.8.8/v1"],
    ["plain http on the internet, mapped", "http://[::ffff:8.8.8.8]/v1"],
    ["a name that does not exist", "https://no-such-host.invalid/v1"],
  ])("may not be %s: %s", async (_, url) => {
    const { checkEndpoint } = await guard();
    await expect(checkEndpoint(url)).rejects.toThrow(refused);
  });

  it.each(["external-only", "", "something else", "ALLOW-PRIVATE"])("is external only under %j", async (networks) => {
    const { checkEndpoint } = await guard(networks);
    await expect(checkEndpoint("https://8.8.8.8/v1")).resolves.toBeInstanceOf(URL);
    for (const url of [
      "http://127.0.0.1/",
      "https://127.0.0.1/",
      "https://10.0.0.1/",
      "https://[::1]/",
      "https://2130706433/",
    ])
      await expect(checkEndpoint(url)).rejects.toThrow(refused);
  });

  it("says what to do, without credentials", async () => {
    const { checkEndpoint } = await guard();
    await expect(checkEndpoint("https://user:secret@8.8.8.8/v1")).rejects.toThrow(/Remove them/);
    await expect(checkEndpoint("https://user:secret@8.8.8.8/v1")).rejects.not.toThrow(/secret/);
  });
});
