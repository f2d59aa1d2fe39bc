import { expect, test } from "vitest";
import { mendFormula } from "#lib/formula/apply-fix";
import { checkFormula } from "#lib/formula/check";
import { testScope } from "./scope.ts";

const scope = testScope();

function mend(formula: string) {
  let checks = 0;
  const mended = mendFormula(formula, (text) => {
    checks += 1;
    return checkFormula(text, scope).diagnostics;
  });
  const errors = mended?.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
  return { formula: mended?.formula, changes: mended?.changes.length, errors, checks };
}

test("several mistakes of one formula are mended together", () => {
  expect(mend("IIF(COUNTD([Regoin]) > 5, 'a', \"b\")")).toMatchObject({
    formula: "If(CountDistinct([Region]) > 5, 'a', \"b\")",
    changes: 3,
    errors: [],
    checks: 2,
  });
  expect(mend("If([Sale] > 1, Left([Quantity], 2), Upper([Regoin])")).toMatchObject({
    formula: "If([Sales] > 1, Left(Text([Quantity]), 2), Upper([Region]))",
    errors: [],
  });
});

test("one that cannot be mended does not keep the others from it", () => {
  expect(mend("[Nothing at all] + Sum([Slaes]) / COUNTD([Regin])")).toMatchObject({
    formula: "[Nothing at all] + Sum([Sales]) / CountDistinct([Region])",
    errors: ["Unknown column [Nothing at all]"],
  });
});

test("however many mistakes there are, few checks mend them", () => {
  const many = Array.from({ length: 45 }, () => "IFNULL([Slaes], 0)").join(" + ");
  const { formula, errors, checks } = mend(many);
  expect(formula).toBe(many.replaceAll("IFNULL([Slaes]", "Coalesce([Sales]"));
  expect(errors).toEqual([]);
  expect(checks).toBeLessThan(8);
  expect(mend("[Slaes] + ".repeat(6_000).concat("1")).checks).toBeLessThan(16);
});

test("of many arguments each is looked at once", () => {
  const started = process.cpuUsage();
  const { diagnostics } = checkFormula(`In([Sales], ${"1, ".repeat(20_000)}1)`, scope);
  expect(diagnostics).toEqual([]);
  expect(process.cpuUsage(started).user / 1_000_000).toBeLessThan(4);
});
