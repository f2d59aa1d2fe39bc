import type { z } from "zod";

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** What is wrong with an input, in words for people, where its schema has none of its own: `schema.safeParse(input, { error: plainMessage })`. */
export function plainMessage(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined || issue.input === null) return "This is missing.";
      return expected[issue.expected] ?? "This is not valid.";
    case "too_small":
      return bound(issue, issue.inclusive === false ? "more than" : "at least", issue.minimum);
    case "too_big":
      return bound(issue, issue.inclusive === false ? "less than" : "at most", issue.maximum);
    case "invalid_format":
      return formats[issue.format] ?? "This is not in the right form.";
    case "invalid_value":
      return "Choose one of what is offered.";
    case "unrecognized_keys":
      return "There is something in this that does not belong here.";
    default:
      return "This is not valid.";
  }
}

const expected: Readonly<Partial<Record<string, string>>> = {
  number: "Enter a number.",
  int: "Enter a whole number.",
  string: "Enter a text.",
  boolean: "Choose yes or no.",
  array: "Choose a list.",
  date: "Enter a date.",
};

const formats: Readonly<Partial<Record<string, string>>> = {
  email: "Enter an e-mail address such as ada@example.com.",
  url: "Enter a web address that begins with https://.",
  uuid: "This does not exist.",
  date: "Enter a date such as 2026-11-21.",
  datetime: "Enter a date with a time.",
};

const units: Readonly<Partial<Record<string, string>>> = {
  string: "characters",
  array: "entries",
  set: "entries",
  map: "entries",
  file: "bytes",
};

function bound({ origin }: { readonly origin: string }, words: string, limit: number | bigint): string {
  const unit = units[origin];
  if (unit === undefined) return `Enter ${words} ${limit.toLocaleString("en-US")}.`;
  if (words === "at least" && Number(limit) === 1) return "This is missing.";
  return `This takes ${words} ${limit.toLocaleString("en-US")} ${unit}.`;
}
