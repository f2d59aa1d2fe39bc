import { NextRequest } from "next/server";
import { describe, expect, it } from "vitest";
import { config, proxy } from "../../../proxy.ts";

function send(
  headers: Record<string, string> = {},
  path = "/ask",
): { policy: string; forwarded: (name: string) => string | null } {
  const response = proxy(new NextRequest(`http://askbook.test${path}`, { headers }));
  return {
    policy: response.headers.get("content-security-policy") ?? "",
    // How Next passes overridden request headers on to the page.
    forwarded: (name) => response.headers.get(`x-middleware-request-${name}`),
  };
}

describe("the proxy", () => {
  it("gives every page a policy with a nonce of its own", () => {
    const [first, second] = [send(), send()];
    expect(first.policy).toMatch(/script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic'(;|$)/);
    expect(first.policy).not.toBe(second.policy);
    expect(first.policy).not.toContain("unsafe-eval");
    for (const directive of ["default-src 'self'", "object-src 'none'", "base-uri 'self'", "frame-ancestors 'none'"])
      expect(first.policy).toContain(directive);
  });

  it("lets no client choose the nonce", () => {
    const mine = "script-src 'nonce-mine'";
    const { policy, forwarded } = send({
      "content-security-policy": mine,
      "content-security-policy-report-only": mine,
      "x-nonce": "mine",
    });
    expect(policy).not.toContain("mine");
    expect(forwarded("content-security-policy")).toBe(policy);
    expect(forwarded("content-security-policy-report-only")).toBeNull();
    expect(policy).toContain(`'nonce-${forwarded("x-nonce")}'`);
  });

  it.each([
    ["/data/1", "/data/1"],
    ["/ask?question=sales%20by%20region&source=1", "/ask?question=sales%20by%20region&source=1"],
    ["/ask?question=caf\u00e9", "/ask?question=caf%C3%A9"],
    ["//evil.test/ask", "/"],
    ["/%5Cevil.test", "/%5Cevil.test"],
    ["/\\evil.test", "/"],
  ])("tells the page its own address, whatever a client says: %s", (path, expected) => {
    expect(send({ "x-pathname": "//evil.test" }, path).forwarded("x-pathname")).toBe(expected);
  });

  it.each([
    ["/", true],
    ["/ask/1", true],
    ["/admin/ai-settings", true],
    ["/api", true],
    ["/api/uploads", false],
    ["/_next/static/chunks/a.js", false],
    ["/healthz", false],
  ])("for %s: %s", (path, expected) => {
    expect(new RegExp(`^${config.matcher}$`).test(path)).toBe(expected);
  });
});
