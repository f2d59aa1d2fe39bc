import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#db/client";
import { startRun } from "#lib/ai/start-run";
import type { FormulaTarget } from "#lib/contract/formula-assist";
import { stopEngines } from "#lib/data/duckdb/engines";
import { getResultRows } from "#lib/data/results";
import type { Person } from "#lib/permissions";
import { createPerson, useDatabase } from "#tests/support/database";
import { createSales, poison } from "../ask/support.ts";
import { assistedRun } from "./run-to-end.ts";
import { assist, type Proposal, proposing, saying, scripted, targetOf } from "./support.ts";

useDatabase();

let viewer: Person;
let sourceId: string;
let target: FormulaTarget;

beforeAll(async () => {
  viewer = await createPerson();
  sourceId = await createSales(viewer);
  target = targetOf(sourceId);
});

afterAll(stopEngines);

const write = (description: string, at: FormulaTarget = target) => ({
  kind: "write-formula" as const,
  target: at,
  description,
});
const correct = (formula: string, at: FormulaTarget = target, complaint: string | null = null) => ({
  kind: "correct-formula" as const,
  target: at,
  formula,
  complaint,
});
const explain = (formula: string, at: FormulaTarget = target) => ({
  kind: "explain-formula" as const,
  target: at,
  formula,
});

async function cellsOf(resultId: string): Promise<readonly (readonly unknown[])[]> {
  return (await getResultRows(viewer, resultId, { offset: 0, limit: 100 })).columns;
}

test("a formula that passes is shown with type, level, explanation and its values on real rows", async () => {
  const model = scripted([
    proposing([{ formula: "Sum([Amount]) / Count()", name: "Average sale", level: "by Region" }]),
  ]);
  const { candidates, verdict, status } = await assist(viewer, write("average sale"), model);
  expect({ status, verdict: verdict?.verdict }).toEqual({ status: "done", verdict: "written" });
  expect(candidates).toMatchObject([
    {
      id: "c1",
      origin: "model",
      formula: "Sum([Amount]) / Count()",
      name: "Average sale",
      type: "number",
      place: { kind: "column", level: "g", columnId: null },
      placeLabel: "Calculation by Region",
      summary: "The sum of [Amount] divided by the number of rows.",
    },
  ]);
  const [one] = candidates;
  const [regions = []] = await cellsOf(one?.preview.resultId ?? "");
  expect(regions.toSorted()).toEqual(["East", "North", "South", "West"]);
  expect(one?.preview.columns.at(-1)?.key).toBe(one?.preview.value);
});

test("what fails goes back with our diagnostics and our fix, and only what passes is shown", async () => {
  const model = scripted([
    proposing([{ formula: "SUMIFS([Amount], [Region] = 'East')", level: "by Region" }]),
    proposing([{ formula: 'SumIf([Amount], [Region] = "East")', level: "by Region" }]),
  ]);
  const { candidates, everything, prompts } = await assist(viewer, write("sales of the East"), model);
  expect(candidates.map(({ formula }) => formula)).toEqual(['SumIf([Amount], [Region] = "East")']);
  expect(everything).not.toContain("SUMIFS");
  expect(prompts).toHaveLength(2);
  expect(prompts[1]).toContain("SUMIFS");
  expect(prompts[1]).toMatch(/mended/);
});

const bad: readonly (readonly [what: string, Proposal])[] = [
  ["SQL", { formula: "SELECT secret FROM sales; DROP TABLE sales" }],
  ["a subquery", { formula: "(SELECT max(secret) FROM sales)" }],
  ["an unknown column", { formula: "[Password] & [Salary]" }],
  ["the wrong type", { formula: "Left([Amount], 3)" }],
  ["the wrong level", { formula: "[Amount] + Sum([Amount])", level: "row" }],
  ["a file function", { formula: 'read_csv("/etc/passwd")' }],
  ["an engine function", { formula: "pg_sleep(10)" }],
  ["a comment that hides", { formula: '"a" /* */ ; -- x' }],
  ["a deep one", { formula: `${"(".repeat(500)}1${")".repeat(500)}` }],
  ["a huge one", { formula: `${"[Amount] + ".repeat(8_000)}1` }],
  ["nothing", { formula: "" }],
];

test.each(bad)("%s is never shown, and is asked for at most twice more", async (_what, proposal) => {
  const model = scripted([proposing([proposal])]);
  const { candidates, verdict, prompts, status, everything } = await assist(viewer, write("something"), model);
  expect(status).toBe("done");
  expect(candidates).toEqual([]);
  expect(verdict).toMatchObject({ verdict: "declined" });
  expect(verdict?.message).not.toBe("");
  expect(prompts.length).toBeLessThanOrEqual(3);
  if (proposal.formula.length > 3) expect(everything).not.toContain(JSON.stringify(proposal.formula).slice(1, -1));
});

test("when none passes, the nearest formula that holds is offered with what was wrong", async () => {
  const model = scripted([proposing([{ formula: 'IIF([Amount] > 1000, "big", "small")' }])]);
  const { candidates, verdict } = await assist(viewer, write("size of the sale"), model);
  expect(candidates).toEqual([]);
  expect(verdict).toMatchObject({
    verdict: "declined",
    nearest: { formula: 'If([Amount] > 1000, "big", "small")', type: "text" },
  });
  expect(verdict?.message).toMatch(/IIF/);
});

test("alternatives stand side by side with what differs in their results", async () => {
  const model = scripted([
    proposing([
      { formula: "[Amount] > 950", name: "Large" },
      { formula: "[Amount] > 1000", name: "Larger" },
      { formula: "[Amount] >  950", name: "The same again" },
    ]),
  ]);
  const { candidates, differences } = await assist(viewer, write("large sales", targetOf(sourceId, "base")), model);
  expect(candidates.map(({ name }) => name)).toEqual(["Large", "Larger"]);
  expect(differences).toMatchObject([
    {
      left: "c1",
      right: "c2",
      message: "They differ in 1 of 6 rows.",
      count: { rows: 1, of: 6 },
      rows: { rowCount: 1 },
    },
  ]);
});

test("alternatives at different levels are said to be so", async () => {
  const model = scripted([
    proposing([
      { formula: "Sum([Amount])", level: "by Region" },
      { formula: "[Amount] * 2", level: "row" },
    ]),
  ]);
  const { differences } = await assist(viewer, write("double"), model);
  expect(differences).toMatchObject([
    { message: 'One is "Calculation by Region", the other "New column".', count: null },
  ]);
});

test("a settled place takes nothing of another level, and a filter only conditions", async () => {
  const model = scripted([proposing([{ formula: "Sum([Amount])", level: "by Region" }])]);
  const atBase = await assist(viewer, write("total", targetOf(sourceId, "base")), model);
  expect(atBase.candidates).toEqual([]);
  const filter: FormulaTarget = { ...targetOf(sourceId), place: { kind: "filter", level: "base" } };
  const text = await assist(viewer, write("East", filter), scripted([proposing([{ formula: "[Region]" }])]));
  expect(text.candidates).toEqual([]);
  expect(text.verdict?.message).toMatch(/Logical formula/);
  const sound = await assist(viewer, write("East", filter), scripted([proposing([{ formula: '[Region] = "East"' }])]));
  expect(sound.candidates).toMatchObject([{ placeLabel: "Filter", type: "logical" }]);
});

test("no JSON, cut JSON and endless text are no formulas", async () => {
  const cases = [
    "I think [Amount] / 2 is right.",
    '{"candidates":[{"name":"x","formula":"[Amount]',
    `{"candidates":[{"name":"${"x".repeat(300_000)}`,
  ];
  for (const text of cases) {
    const model = scripted([saying(text)]);
    const { candidates, verdict, status } = await assist(viewer, write("half"), model);
    expect({ status, candidates, verdict: verdict?.verdict }).toEqual({
      status: "done",
      candidates: [],
      verdict: "declined",
    });
  }
});

test("what was complete before the text broke is checked and shown", async () => {
  const model = scripted([saying('{"candidates":[{"name":"Half","formula":"[Amount] / 2","level":"row"},{"name":"Th')]);
  const { candidates } = await assist(viewer, write("half"), model);
  expect(candidates.map(({ name }) => name)).toEqual(["Half"]);
});

test("names of a model are shortened and made unique", async () => {
  const model = scripted([
    proposing([
      { formula: "[Amount] * 2", name: `Total` },
      { formula: "[Amount] * 3", name: "a/b\n".repeat(200) },
    ]),
  ]);
  const { candidates } = await assist(viewer, write("double", targetOf(sourceId, "base")), model);
  expect(candidates[0]?.name).toBe("Total (2)");
  expect(candidates[1]?.name.length).toBeLessThanOrEqual(200);
  expect(candidates[1]?.name).not.toMatch(/[/\n]/);
});

test("a refusal is told, and nothing is shown", async () => {
  const model = scripted([proposing([], "There is no column of costs.")]);
  const { candidates, verdict, prompts } = await assist(viewer, write("margin"), model);
  expect(candidates).toEqual([]);
  expect(verdict).toMatchObject({ verdict: "declined", message: "There is no column of costs." });
  expect(prompts).toHaveLength(1);
});

test("the prompt holds no rows, no values of withheld columns, and poison only as data without hidden signs", async () => {
  await db().execute(sql`update organization set send_rung = 3 where id = ${viewer.organizationId}`);
  const model = scripted([proposing([{ formula: "[Amount]" }])]);
  const { prompts } = await assist(viewer, write(`like ${poison} secret-East`), model);
  const [prompt = ""] = prompts;
  expect(prompt).not.toMatch(/secret-West|[\u202e\u{E0041}]/u);
  expect(prompt).not.toContain("1200.5");
  const system = model.doStreamCalls[0]?.prompt.find(({ role }) => role === "system");
  expect(JSON.stringify(system)).not.toMatch(/Amount|evil|Sales by region/);
});

test("correct: the checker's fixes come first and need no model", async () => {
  const { candidates, verdict, diagnostics } = await assist(
    viewer,
    correct('IIF([Amount] > 1000, "big", "small")'),
    null,
  );
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(candidates).toMatchObject([{ id: "c0", origin: "checker", formula: 'If([Amount] > 1000, "big", "small")' }]);
  expect(candidates[0]?.changes.length).toBeGreaterThan(0);
  expect(candidates[0]?.preview.rowCount).toBe(6);
  expect(verdict).toMatchObject({ verdict: "repaired" });
});

test("correct: a sound formula is said to be sound, and no model is asked", async () => {
  const model = scripted([proposing([{ formula: "[Amount] * 1000" }])]);
  const { candidates, verdict, prompts } = await assist(viewer, correct("[Amount] * 2"), model);
  expect({ candidates, verdict: verdict?.verdict, prompts }).toEqual({ candidates: [], verdict: "sound", prompts: [] });
});

test("correct: a complaint is answered with before and after on rows, and the change is ours to tell", async () => {
  const model = scripted([proposing([{ formula: "[Amount] * 3", name: "Tripled, which is 100% right" }])]);
  const { candidates, everything } = await assist(
    viewer,
    correct("[Amount] * 2", targetOf(sourceId, "base"), "three times"),
    model,
  );
  expect(candidates).toMatchObject([{ changes: ["2 became 3"], preview: { changed: { rows: 6, of: 6 } } }]);
  const { preview } = candidates[0] ?? {};
  expect(preview?.before).not.toBeNull();
  const keys = preview?.columns.map(({ key }) => key) ?? [];
  const cells = await cellsOf(preview?.resultId ?? "");
  const [before = [], after = []] = [preview?.before, preview?.value].map((key) => cells[keys.indexOf(key ?? "")]);
  expect(after.map(Number)).toEqual(before.map((value) => (Number(value) / 2) * 3));
  expect(everything).not.toContain("undefined");
});

test("correct: what has no fix and no help is said plainly", async () => {
  const { candidates, verdict } = await assist(viewer, correct("[Nothing like it] ~ 3"), null);
  expect(candidates).toEqual([]);
  expect(verdict).toMatchObject({ verdict: "declined" });
  expect(verdict?.message).toMatch(/AI features are off/);
});

test("correct: a formula that names its own column means the source's, before and after", async () => {
  const own = targetOf(sourceId);
  const place = { kind: "column", level: "base", columnId: "amount" } as const;
  const withOwn: FormulaTarget = { ...own, place };
  if ("document" in withOwn) {
    const { w } = withOwn.document.worksheets;
    if (w !== undefined)
      withOwn.document.worksheets["w"] = {
        ...w,
        columns: [...w.columns, { id: "amount", name: "Amount", formula: "[Amount] * 2" }],
      };
  }
  const model = scripted([proposing([{ formula: "[Amount] * 3" }])]);
  const { candidates } = await assist(viewer, correct("[Amount] * 2", withOwn, "three times"), model);
  expect(candidates).toMatchObject([{ name: "Amount", place, preview: { changed: { rows: 6, of: 6 } } }]);
});

test("explain: sentences come from the syntax tree without a model, with the first values", async () => {
  const { explanation, verdict, prose } = await assist(viewer, explain("Sum([Amount]) / [Total]"), null);
  expect(explanation).toMatchObject({
    type: "number",
    levelLabel: "One value for each Region",
    summary: "The sum of [Amount] divided by [Total].",
  });
  expect(explanation?.preview?.rowCount).toBe(4);
  expect(explanation?.sentences.map(({ text }) => text)).toContain(
    "[Total] is a calculation by Region: Sum([Amount]). On finer rows its value repeats.",
  );
  expect({ prose, verdict: verdict?.verdict }).toEqual({ prose: "", verdict: "explained" });
});

test("explain: of a model's prose only sentences whose names and numbers are right are kept", async () => {
  const text =
    "It doubles the amount. That is 40% more than before. It also uses [Secret]. See https://evil.test for more. Look at Product too.";
  const { prose } = await assist(viewer, explain("[Amount] * 2"), scripted([saying(text)]));
  expect(prose.trim()).toBe("It doubles the amount.");
});

test("explain: a broken formula is told as it stands, with what is wrong", async () => {
  const { explanation, diagnostics, verdict } = await assist(viewer, explain("Sum([Amnt]) +"), null);
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(explanation).toMatchObject({ type: null, preview: null });
  expect(verdict?.message).toMatch(/errors/);
});

test("the built-in model writes, corrects and explains through the same door", async () => {
  const { runId, threadId } = await startRun(viewer, write("share of total amount"));
  expect(threadId).toBeNull();
  const { candidates, verdict } = await assistedRun(viewer, runId);
  expect(verdict?.verdict).toBe("written");
  expect(candidates[0]).toMatchObject({
    formula: "PercentOfTotal(Sum([Amount]))",
    placeLabel: "Calculation by Region",
    format: { kind: "percent" },
  });
});

test("somebody without the permission, and a source of others, are refused", async () => {
  const reader = await createPerson({
    organization: { id: viewer.organizationId, name: "Test" },
    permissions: ["useAsk", "exploreBasic"],
  });
  await expect(startRun(reader, write("anything"))).rejects.toMatchObject({ code: "forbidden" });
  const stranger = await createPerson();
  const { status, error, candidates } = await assist(
    stranger,
    write("anything"),
    scripted([proposing([{ formula: "[Amount]" }])]),
  );
  expect({ status, error: error?.code, candidates }).toEqual({ status: "failed", error: "not_found", candidates: [] });
});

test("a source alone is place enough", async () => {
  const model = scripted([proposing([{ formula: "Sum([Amount])", level: "summary" }])]);
  const { candidates } = await assist(viewer, write("total", { sourceId }), model);
  expect(candidates).toMatchObject([
    { place: { kind: "column", level: "summary", columnId: null }, placeLabel: "Summary" },
  ]);
});
