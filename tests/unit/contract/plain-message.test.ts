import { describe, expect, it } from "vitest";
import { z } from "zod";
import { plainMessage } from "#lib/contract/plain-message";

const messageOf = (schema: z.ZodType, input: unknown): string | undefined =>
  schema.safeParse(input, { error: plainMessage }).error?.issues[0]?.message;

describe("what is wrong with an input", () => {
  it.each<readonly [string, z.ZodType, unknown]>([
    ["Enter a number.", z.number(), Number.NaN],
    ["Enter a number.", z.number(), "12"],
    ["Enter a whole number.", z.int(), 1.5],
    ["This is missing.", z.string(), undefined],
    ["This is missing.", z.string().min(1), ""],
    ["This takes at least 3 characters.", z.string().min(3), "ab"],
    ["This takes at most 1,000 characters.", z.string().max(1000), "x".repeat(1001)],
    ["Enter at least 5.", z.number().min(5), 4],
    ["Enter less than 5.", z.number().lt(5), 5],
    ["Choose one of what is offered.", z.enum(["a", "b"]), "c"],
    ["Enter an e-mail address such as ada@example.com.", z.email(), "ada"],
    ["This does not exist.", z.uuid(), "1"],
    ["This is not valid.", z.union([z.number(), z.boolean()]), "x"],
    ["There is something in this that does not belong here.", z.strictObject({}), { x: 1 }],
  ])("%s", (message, schema, input) => {
    expect(messageOf(schema, input)).toBe(message);
  });

  it("gives way to the words of the schema", () => {
    expect(messageOf(z.number({ error: "How many?" }), "x")).toBe("How many?");
    expect(messageOf(z.string().min(3, "Too short."), "x")).toBe("Too short.");
  });
});
