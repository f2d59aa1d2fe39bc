import { expect, test } from "vitest";
import { corpus, score } from "./corpus.ts";
import { statusesOf } from "./scope.ts";

const scores = score(corpus(12), ({ sentence, scope }) => statusesOf(sentence, scope).includes("unverified"));

function rateOf(isTrue: boolean): { readonly rate: number; readonly examples: readonly string[] } {
  const kinds = scores.filter((one) => one.isTrue === isTrue);
  const wrong = kinds.flatMap((one) => one.wrong);
  const rate = wrong.length / kinds.reduce((sum, one) => sum + one.cases, 0);
  return {
    rate,
    examples: wrong.slice(0, 12).map(({ kind, sentence, scope }) => `${scope.locale} ${kind}: ${sentence}`),
  };
}

test("several hundred sentences are judged", () => {
  expect(scores.reduce((sum, one) => sum + one.cases, 0)).toBeGreaterThan(600);
});

test("false alarms stay under 2 %", () => {
  const { rate, examples } = rateOf(true);
  expect(rate, examples.join("\n")).toBeLessThan(0.02);
});

test("misses stay under 1 %", () => {
  const { rate, examples } = rateOf(false);
  expect(rate, examples.join("\n")).toBeLessThan(0.01);
});
