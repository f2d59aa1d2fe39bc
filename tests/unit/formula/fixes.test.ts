import fc from "fast-check";
import { expect, test } from "vitest";
import { checkFormula } from "#lib/formula/check";
import type { Diagnostic, Fix, Span } from "#lib/formula/diagnostic";
import { functionTable } from "#lib/formula/functions/table";
import { applyFix } from "./apply-fix.ts";
import { testScope } from "./scope.ts";

const scope = testScope();

const sound = [...functionTable.values()].filter(({ isInternal }) => isInternal !== true).map(({ example }) => example);
const habits = [
  "[Region] is null",
  "[Region] not in ('a', 'b')",
  "And([Returned], [Sales] > 1)",
  "CASE WHEN [Returned] THEN 1 ELSE 2 END",
  'case [Region] when "a" then 1 end',
  "IF [Returned] THEN 1 ELSEIF [Sales] > 1 THEN 2 ELSE 3 END",
  "[Sales] > 1 ? 1 : 2",
  "Sum([Sales]) OVER (PARTITION BY [Region])",
  "CAST([Sales] AS text)",
  "[Sales]::text",
  "EXTRACT(year FROM [Order Date])",
  "[Order Date] + INTERVAL '3 days'",
  'SUMIFS([Sales], [Region], "West", [Sales], ">10")',
  'CountIf([Region], "West")',
  "VLOOKUP([Region], [Sales], [Ratio])",
  "{FIXED [Region] : Sum([Sales])}",
  "WINDOW_SUM([Sales], -6, 0)",
  "`Sales` * 2",
  "#2024-01-01#",
  "[Sales] => 3",
  "[Sales] = Null",
  "Sum([Sales], )",
  "Left([Region] 2)",
  "10%",
  "DateAdd(day, 1, [Order Date])",
  "Orders[Sales]",
  "“West”",
  "Sum(Sum([Sales]))",
  "SumOver([Sales], [Region])",
  'Left([Sales], 2) & Upper([Sale]) & DateTrunc("months", [Order Date])',
];
const pieces = [
  ...["(", ")", "[", "]", "{", "}", ",", ";", '"', "'", "+", "-", "*", "/", "=", "&", "&&", "||", "!", "?", ":", " "],
  ...["1", "2.5", "[Sales]", "[Region]", "[Sale]", "Sum(", "COUNTD(", "is null", " in (1, 2)", " between 1 and 2"],
  ...["“", "”", "`", "#", "then ", "end ", "And(", "Not ", "True", "/* c */", "// c\n", "distinct ", "**", "days", "é"],
];

type Change = { readonly at: number; readonly remove: number; readonly insert: string };
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(80),
  remove: fc.nat(3),
  insert: fc.constantFrom("", ...pieces),
});

const formula = fc
  .record({
    start: fc.constantFrom(...sound, ...habits),
    joined: fc.option(fc.tuple(fc.constantFrom(" + ", " & ", " And ", ", "), fc.constantFrom(...sound, ...habits))),
    changes: fc.array(change, { maxLength: 2 }),
  })
  .map(({ start, joined, changes }) =>
    changes.reduce(
      (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
      joined === null ? start : start + joined.join(""),
    ),
  );

/** Where a span lies once a fix has been applied. */
function spanAfter({ from, to }: Span, fix: Fix): Span {
  const moved = (position: number, isEnd: boolean) =>
    fix.edits.reduce((at, { span, insert }) => {
      const isBefore = span.to < position || (span.to === position && (isEnd || span.from < span.to));
      return isBefore ? at + insert.length - (span.to - span.from) : at;
    }, position);
  return { from: moved(from, false), to: Math.max(moved(from, false), moved(to, true)) };
}

function sameAs(wanted: Diagnostic) {
  return ({ code, message }: Diagnostic) => code === wanted.code && message === wanted.message;
}

/** Whether a fix does what it promises: what it is offered for is said less often, or no longer where it was said. */
function isMended(found: readonly Diagnostic[], diagnostic: Diagnostic, fix: Fix, mended: string): boolean {
  const before = found.filter(sameAs(diagnostic));
  const after = checkFormula(mended, scope).diagnostics.filter(sameAs(diagnostic));
  if (after.length < before.length) return true;
  const place = spanAfter(diagnostic.span, fix);
  return !after.some(({ span }) => span.from <= place.to && place.from <= span.to);
}

test("a fix removes what it is offered for", { timeout: 120_000 }, () => {
  let fixes = 0;
  fc.assert(
    fc.property(formula, (text) => {
      const { diagnostics } = checkFormula(text, scope);
      for (const diagnostic of diagnostics) {
        if (diagnostic.fix === undefined) continue;
        fixes += 1;
        const mended = applyFix(text, diagnostic.fix);
        if (isMended(diagnostics, diagnostic, diagnostic.fix, mended)) continue;
        throw new Error(`${text} → ${mended} (${diagnostic.message})`);
      }
    }),
    { numRuns: 5000, seed: 11 },
  );
  expect(fixes).toBeGreaterThan(4000);
});

test("the same text always gets the same diagnostics", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(formula, (text) => {
      expect(checkFormula(text, testScope())).toEqual(checkFormula(text, scope));
    }),
    { numRuns: 1000, seed: 12 },
  );
});
