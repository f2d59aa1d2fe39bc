import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { writeTextLiteral } from "#lib/formula/parse/literals";
import { type FormulaEngine, openDuckDb, openPostgres } from "#scripts/formula/engine";
import { runVector } from "#scripts/formula/run-vector";

const attempts = [
  "'; DROP TABLE formula_rows; --",
  "' OR '1'='1",
  '"; SELECT 1; --',
  "$1",
  "\\'; --",
  "\\",
  "%",
  "_",
  "a\nb",
  "/* x */",
  "]] [x",
  "$$; SELECT 1; $$",
  "U&'\\0041'",
  "E'\\x41'",
  "{{x}}",
  "\u2019; DROP",
  "👩‍👩‍👧",
];

describe.each([
  { name: "DuckDB", open: openDuckDb },
  { name: "PostgreSQL", open: () => openPostgres(inject("databaseServerUrl")) },
])("what a person wrote stays data on $name", ({ open }) => {
  let engine: FormulaEngine;

  beforeAll(async () => {
    engine = await open();
  });

  afterAll(async () => {
    await engine.close();
  });

  const resultOf = async (formula: string, attempt: string, column = "x") => {
    const outcome = await runVector(
      { formula, columns: [column], rows: [[attempt]], types: { [column]: "text" }, expect: null },
      engine,
    );
    return outcome.kind === "value" ? outcome.value : outcome;
  };

  test.each(attempts)("as a literal: %s", async (attempt) => {
    expect(await resultOf(writeTextLiteral(attempt), "row")).toEqual([attempt]);
    expect(await resultOf(`[x] = ${writeTextLiteral(attempt)}`, attempt)).toEqual([true]);
  });

  test.each(attempts)("as an argument: %s", async (attempt) => {
    const literal = writeTextLiteral(attempt);
    expect(await resultOf(`Contains([x], ${literal})`, attempt)).toEqual([true]);
    expect(await resultOf(`Replace([x], ${literal}, "ok")`, attempt)).toEqual(["ok"]);
    expect(
      await resultOf(`DateFormat(Date("2024-02-09"), ${writeTextLiteral(attempt.replaceAll("%", "%%"))})`, "row"),
    ).toEqual([attempt]);
    expect(await resultOf(`SplitPart("a" & ${literal} & "b", ${literal}, 2)`, "row")).toEqual(["b"]);
  });

  test.each(attempts.filter((attempt) => !attempt.includes("\n")))("as the name of a column: %s", async (attempt) => {
    const name = attempt.replaceAll("/", " ");
    const written = name.trim().replaceAll("\\", "\\\\").replaceAll("]", "\\]");
    expect(await resultOf(`[${written}]`, "row", name.trim())).toEqual(["row"]);
  });
});
