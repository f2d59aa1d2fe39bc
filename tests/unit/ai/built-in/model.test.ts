import type { LanguageModelV4Message, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { describe, expect, it } from "vitest";
import { createBuiltInModel } from "#lib/ai/built-in/model";
import type { AskToolName } from "#lib/contract/ask-tools";
import { orders } from "./orders.ts";

describe("the built-in model", () => {
  it("looks for a source, describes it, runs a worksheet, draws it and writes", async () => {
    const answer = await ask("sales by region last quarter");
    expect(answer.tools).toEqual(["find-sources", "describe-source", "find-values", "run-worksheet", "draw-chart"]);
    expect(answer.inputs["run-worksheet"]).toMatchObject({
      worksheet: {
        source: "Orders",
        filters: [{ kind: "relative-date", column: "Order Date", direction: "last", period: "quarter", length: 1 }],
        columns: [{ name: "Total Sales", formula: "Sum([Sales])" }],
        groupings: [{ keys: ["Region"], calculations: ["Total Sales"] }],
      },
    });
    expect(answer.inputs["draw-chart"]).toMatchObject({ mark: "bar", x: "region", y: ["total_sales"] });
    expect(answer.text).toContain("{{r1:2.total_sales}}");
    expect(answer.text).not.toMatch(/\d(?![^{]*\}\})/);
  });

  it("streams the worksheet in the order of its steps", async () => {
    const { stream } = await createBuiltInModel().doStream(
      optionsFor("total profit", ["find-sources", "describe-source", "find-values"]),
    );
    const deltas: string[] = [];
    for await (const part of stream) if (part.type === "tool-input-delta") deltas.push(part.delta);
    const positions = ["source", "filters", "columns", "groupings", "sort"].map((key) =>
      deltas.join("").indexOf(`"${key}":`),
    );
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(deltas.length).toBeGreaterThan(5);
    expect(JSON.parse(deltas.join(""))).toMatchObject({ worksheet: { summaries: ["Total Profit"] } });
  });

  it("declines what the data does not hold, and offers a question that it does", async () => {
    const answer = await ask("What is the wingspan of the bald eagle?");
    expect(answer.tools.at(-1)).toBe("decline");
    expect(answer.inputs["decline"]).toMatchObject({ nearestQuestion: expect.stringContaining("by") });
  });

  it("answers a greeting without touching data", async () => {
    const answer = await ask("hello");
    expect(answer.tools).toEqual([]);
    expect(answer.text).toContain("sales by region");
  });
});

/** What the tools would tell, for the one source of these tests. */
const outputs: Readonly<Record<AskToolName, unknown>> = {
  "find-sources": {
    sources: [
      { sourceId: "s1", name: "Orders", description: "", reason: "Its name is in the question.", endorsed: true },
    ],
  },
  "describe-source": orders,
  "find-values": { ok: true, matches: [] },
  "run-worksheet": {
    ok: true,
    result: "r1",
    resultId: "x1",
    worksheetId: "w1",
    columns: [
      { key: "region", name: "Region", type: "text" },
      { key: "total_sales", name: "Total Sales", type: "number" },
    ],
    rowCount: 3,
    truncated: false,
    rows: [
      ["West", 10],
      ["East", 30],
      ["North", 20],
    ],
    facts: [],
    warnings: [],
  },
  "draw-chart": { ok: true, chartId: "c1" },
  "ask-back": { ok: true },
  decline: { ok: true },
};

async function ask(question: string) {
  const model = createBuiltInModel();
  const prompt: LanguageModelV4Message[] = [{ role: "user", content: [{ type: "text", text: question }] }];
  const tools: string[] = [];
  const inputs: Record<string, unknown> = {};
  for (let step = 0; step < 8; step += 1) {
    const { stream } = await model.doStream({ ...optionsFor(question, []), prompt });
    const parts: LanguageModelV4StreamPart[] = [];
    for await (const part of stream) parts.push(part);
    const calls = parts.filter((part) => part.type === "tool-call");
    const text = parts.flatMap((part) => (part.type === "text-delta" ? [part.delta] : [])).join("");
    for (const call of calls) {
      tools.push(call.toolName);
      inputs[call.toolName] = JSON.parse(call.input);
    }
    if (calls.length === 0 || tools.at(-1) === "decline") return { tools, inputs, text };
    prompt.push(...turn(calls.map((call) => [call.toolCallId, call.toolName, JSON.parse(call.input)])));
  }
  throw new Error("The model did not come to an end.");
}

function turn(calls: readonly (readonly [string, string, unknown])[]): LanguageModelV4Message[] {
  return [
    {
      role: "assistant",
      content: calls.map(([toolCallId, toolName, input]) => ({ type: "tool-call", toolCallId, toolName, input })),
    },
    {
      role: "tool",
      content: calls.map(([toolCallId, toolName]) => ({
        type: "tool-result",
        toolCallId,
        toolName,
        output: {
          type: "text",
          value: JSON.stringify(Object.entries(outputs).find(([name]) => name === toolName)?.[1]),
        },
      })),
    },
  ];
}

function optionsFor(question: string, done: readonly AskToolName[]) {
  const input = { question, sourceScope: null, previous: null, locale: "en-US", weekStart: "sunday" };
  const inputs: Partial<Record<AskToolName, unknown>> = {
    "describe-source": { source: "Orders" },
    "find-values": { source: "Orders", column: null, words: [] },
  };
  const prompt: LanguageModelV4Message[] = [
    { role: "user", content: [{ type: "text", text: question }] },
    ...done.flatMap((name, index) => turn([[`call-${index}`, name, inputs[name] ?? {}]])),
  ];
  return { prompt, providerOptions: { askbook: { task: "ask", input } } };
}
