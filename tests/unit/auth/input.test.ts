import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseBody, parseInput } from "#lib/auth/input";
import { setUpSchema } from "#lib/contract/accounts";

const json = { "content-type": "application/json" };
const schema = z.object({ name: z.string("Enter a name.") });

function post(body: BodyInit, headers: Record<string, string> = json): Request {
  return new Request("http://askbook.test/", { method: "POST", body, headers });
}

describe("the body of a request", () => {
  it("is JSON as the schema wants it", async () => {
    expect(await parseBody(post('{"name":"Ada","more":1}'), schema)).toEqual({ name: "Ada" });
  });

  it.each([
    ["no JSON", post("{"), "invalid_input", undefined],
    ["no body", new Request("http://askbook.test/", { method: "POST", headers: json }), "invalid_input", undefined],
    [
      "another type",
      post("name=Ada", { "content-type": "application/x-www-form-urlencoded" }),
      "invalid_input",
      undefined,
    ],
    ["a wrong field", post('{"name":1}'), "invalid_input", "name"],
    ["more than a megabyte", post(JSON.stringify({ name: "x".repeat(1_000_001) })), "too_large", undefined],
  ])("is refused when it has %s", async (_, request, code, field) => {
    await expect(parseBody(request, schema)).rejects.toMatchObject({ code, field });
  });
});

describe("set-up's fields", () => {
  const valid = { organization: "Acme", name: "Ada", email: "ada@example.com", password: "0123456789" };

  it.each([
    ["organization", { organization: "  " }, "Enter the name of your organization."],
    ["name", { name: "" }, "Enter your name."],
    ["email", { email: "ada" }, "Enter an e-mail address such as ada@example.com."],
    ["password", { password: "123456789" }, "Choose a password of at least 10 characters."],
    ["password", { password: undefined }, "Choose a password."],
  ])("say in a sentence what is wrong with the %s", (field, change, message) => {
    expect(() => parseInput(setUpSchema, { ...valid, ...change })).toThrow(expect.objectContaining({ field, message }));
  });

  it("are trimmed, the password is not", () => {
    const spaced = { ...valid, name: " Ada ", email: " ada@example.com ", password: " 012345678 " };
    expect(parseInput(setUpSchema, spaced)).toEqual({ ...valid, password: " 012345678 " });
  });
});
