import { readFileSync } from "node:fs";
import { buildParserFile } from "@lezer/generator";
import { expect, test } from "vitest";

const folder = "lib/formula/grammar";

test("the generated parser is that of the grammar", () => {
  const source = readFileSync(`${folder}/formula.grammar`, "utf8");
  const { parser, terms } = buildParserFile(source, { fileName: `${folder}/formula.grammar`, typeScript: true });
  expect(readFileSync(`${folder}/parser.ts`, "utf8").trim()).toBe(parser.trim());
  expect(readFileSync(`${folder}/parser.terms.ts`, "utf8").trim()).toBe(terms.trim());
});
