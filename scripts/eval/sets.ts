import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Cell } from "#lib/worksheet/result";

export const setNames = [
  "spider",
  "spider_syn",
  "nvbench",
  "nlv",
  "wtq",
  "geo",
  "defog",
  "dabench",
  "unanswerable",
] as const;
export type SetName = (typeof setNames)[number];
export type Half = "develop" | "held-out";

export const evalFolder = fileURLToPath(new URL("../../../shared/eval/", import.meta.url));

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const rows = z.array(z.array(cell));
const base = { id: z.string(), csv: z.string(), table: z.string().optional(), db: z.string().optional() };

const resultSchema = z.object({
  ...base,
  question: z.string(),
  gold_rows: rows,
  gold_alternatives: z.array(z.union([rows, z.object({ rows })])).optional(),
  gold_sql: z.string().optional(),
  ordered: z.boolean().optional(),
});
const answerSchema = z.object({
  ...base,
  question: z.string(),
  gold_answer: z.array(z.string()),
  silver_sql: z.string().optional(),
});
const factsSchema = z.object({
  ...base,
  question: z.string(),
  constraints: z.string().nullable().optional(),
  gold_answer: z.array(z.tuple([z.string(), z.string()])),
});
const chartSchema = z.object({
  ...base,
  question: z.string().nullable(),
  turns: z.array(z.string()),
  gold: z.object({
    mark: z.string(),
    fields: z.array(z.string()),
    measures: z.array(z.object({ aggregate: z.string().nullable(), field: z.string().nullable() })),
    dimensions: z.array(z.object({ field: z.string(), bucket: z.union([z.string(), z.boolean()]).nullable() })),
  }),
});
const declineSchema = z.object({ ...base, question: z.string(), kind: z.string() });

export type Gold =
  | {
      readonly kind: "rows";
      readonly alternatives: readonly (readonly (readonly Cell[])[])[];
      readonly isOrdered: boolean;
      readonly sql: string;
    }
  | { readonly kind: "values"; readonly values: readonly string[]; readonly isSubset: boolean; readonly sql: string }
  | { readonly kind: "chart"; readonly chart: z.infer<typeof chartSchema>["gold"] }
  | { readonly kind: "decline" };

export type Question = {
  readonly id: string;
  readonly set: SetName;
  readonly half: Half;
  readonly csv: string;
  /** Turns of one conversation; the last one is judged. */
  readonly turns: readonly string[];
  readonly gold: Gold;
};

type Choice = {
  readonly limit?: string | undefined;
  readonly half?: string | undefined;
  readonly id?: string | undefined;
};

export async function readSets(set: SetName, { limit, half, id }: Choice): Promise<readonly Question[]> {
  const text = await readFile(`${evalFolder}${set}.jsonl`, "utf8");
  const questions = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => readers[set](JSON.parse(line), set))
    .filter(
      (question) => (half === undefined || question.half === half) && (id === undefined || question.id.includes(id)),
    );
  return questions.slice(0, limit === undefined ? questions.length : Number(limit));
}

type Reader = (json: unknown, set: SetName) => Question;

const readRows: Reader = (json, set) => {
  const one = resultSchema.parse(json);
  const others = (one.gold_alternatives ?? []).map((alternative) =>
    "rows" in alternative ? alternative.rows : alternative,
  );
  const alternatives = [one.gold_rows, ...others];
  return {
    ...common(one, set),
    turns: [one.question],
    gold: { kind: "rows", alternatives, isOrdered: one.ordered ?? false, sql: one.gold_sql ?? "" },
  };
};

const readValues: Reader = (json, set) => {
  const one = answerSchema.parse(json);
  return {
    ...common(one, set),
    turns: [one.question],
    gold: { kind: "values", values: one.gold_answer, isSubset: false, sql: one.silver_sql ?? "" },
  };
};

const readFacts: Reader = (json, set) => {
  const one = factsSchema.parse(json);
  const values = one.gold_answer.map(([, value]) => value);
  return { ...common(one, set), turns: [one.question], gold: { kind: "values", values, isSubset: true, sql: "" } };
};

const readChart: Reader = (json, set) => {
  const one = chartSchema.parse(json);
  return { ...common(one, set), turns: one.turns, gold: { kind: "chart", chart: one.gold } };
};

const readDecline: Reader = (json, set) => {
  const one = declineSchema.parse(json);
  return { ...common(one, set), turns: [one.question], gold: { kind: "decline" } };
};

const readers: Readonly<Record<SetName, Reader>> = {
  spider: readRows,
  spider_syn: readRows,
  nvbench: readRows,
  nlv: readChart,
  wtq: readValues,
  geo: readRows,
  defog: readRows,
  dabench: readFacts,
  unanswerable: readDecline,
};

function common({ id, csv }: { id: string; csv: string }, set: SetName): Pick<Question, "id" | "set" | "half" | "csv"> {
  const first = createHash("sha256").update(id).digest()[0] ?? 0;
  return { id, set, half: first % 2 === 0 ? "develop" : "held-out", csv };
}
