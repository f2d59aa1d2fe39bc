import { expect, it } from "vitest";
import { redact } from "#lib/audit/redact";

it("replaces values under names of secrets at any depth and leaves the rest", () => {
  expect(
    redact({
      apiKey: "sk-1",
      embeddingApiKey: "sk-2",
      list: [{ password: "p", name: "kept" }],
      nested: { sessionToken: "t", tokensPerDay: 5, fingerprints: ["apiKey ab12"] },
      none: null,
      when: new Date(0),
    }),
  ).toEqual({
    apiKey: "[redacted]",
    embeddingApiKey: "[redacted]",
    list: [{ password: "[redacted]", name: "kept" }],
    nested: { sessionToken: "[redacted]", tokensPerDay: 5, fingerprints: ["apiKey ab12"] },
    none: null,
    when: "1970-01-01T00:00:00.000Z",
  });
});
