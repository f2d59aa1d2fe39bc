import { z } from "zod";
import { everything } from "#lib/ai/answer/ladder";
import { writeExplanation } from "#lib/ai/built-in/explain/write-explanation";
import { writeFormulas } from "#lib/ai/built-in/formula/write-formula";
import { openBench } from "#lib/ai/formula-assist/bench";
import { describeTask } from "#lib/ai/formula-assist/describe-task";
import { computeChartFacts } from "#lib/chart/chart-facts";
import { raw } from "#lib/chart/facts";
import { resultPageSchema } from "#lib/contract/results";
import type { Person } from "#lib/permissions";
import { partOf } from "#lib/workbook/part-of";
import { expectOk, postJson } from "#tests/e2e/support/api";
import { untilSeen } from "../first-token.ts";
import { compareInTurn, type Measurement, timed } from "../rounds.ts";
import type { Product } from "../with-product.ts";
import { thirtyElements } from "./thirty-elements.ts";
import { createWorkbook, findOrders } from "./workbooks.ts";

const rounds = 15;
const description = "profit divided by sales";
const startedRun = z.object({ runId: z.string() });

/** Runs of the built-in model over HTTP, against its writers called in this process. */
export async function measureModelRuns(product: Product, viewer: Person): Promise<readonly Measurement[]> {
  return [...(await measureExplaining(product)), ...(await measureWriting(product, viewer))];
}

async function measureExplaining(product: Product): Promise<readonly Measurement[]> {
  const { url, cookie } = product;
  const document = thirtyElements(await findOrders(product), 0);
  const element = Object.values(document.elements).find(({ kind }) => kind === "chart");
  if (element?.kind !== "chart") throw new Error("There is no chart to explain.");
  const { chart } = element;
  const part = partOf(document, chart.view.worksheetId);
  const id = await createWorkbook(product, "To explain", document);
  const asked = { stage: "draft", view: chart.view, document: part };
  const answer = await expectOk(await postJson(url, `/api/workbooks/${id}/results`, asked, cookie));
  const { result, rows } = resultPageSchema.parse(await answer.json());
  const writer = {
    name: "facts and text in this process",
    run: () =>
      timed(async () => {
        const { shape, facts } = computeChartFacts(chart, result.schema, rows, { show: raw, asOf: result.asOf });
        writeExplanation({
          title: "Sales",
          result: "r1",
          rowCount: rows.rowCount,
          shape: { ...shape, labels: [...shape.labels], measures: [...shape.measures] },
          facts: facts.map((fact) => ({ ...fact, labels: [...fact.labels], rows: [...fact.rows] })),
        });
      }),
  };
  const body = { kind: "explain-chart", chart, title: "Sales", data: { document: part }, regenerate: true };
  return [
    await compareInTurn("explain chart, first words", rounds, writer, () => run(product, body, '"type":"text-delta"')),
    await compareInTurn("explain chart, to the end", rounds, writer, () => run(product, body, '"type":"finish"')),
  ];
}

async function measureWriting(product: Product, viewer: Person): Promise<readonly Measurement[]> {
  const target = { sourceId: await findOrders(product) };
  const context = { runId: "bench", signal: new AbortController().signal, write: () => undefined };
  const bench = await openBench(viewer, context, target);
  const input = await describeTask(bench, { request: description, formula: null }, everything);
  const writer = { name: "the writer in this process", run: () => timed(async () => writeFormulas(input)) };
  const body = { kind: "write-formula", target, description };
  return [
    await compareInTurn("write formula, first candidate", rounds, writer, () =>
      run(product, body, '"type":"data-formula-candidate"'),
    ),
    await compareInTurn("write formula, to the end", rounds, writer, () => run(product, body, '"type":"finish"')),
  ];
}

/** Milliseconds from the request to where the stream says what is wanted. */
async function run({ url, cookie }: Product, body: unknown, wanted: string): Promise<number> {
  return timed(async () => {
    const answer = await expectOk(await postJson(url, "/api/runs", body, cookie));
    const { runId } = startedRun.parse(await answer.json());
    await untilSeen(await fetch(`${url}/api/runs/${runId}/events?after=0`, { headers: { cookie } }), wanted);
  });
}
