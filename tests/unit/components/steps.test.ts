import { describe, expect, it } from "vitest";
import { readAnswer, type ToolPart } from "#components/ask/read-answer";
import { findUsedSource, readSteps } from "#components/ask/steps/read-steps";
import type { RunPart } from "#lib/contract/run-chunks";

const found: ToolPart = {
  type: "tool-find-sources",
  toolCallId: "a",
  state: "output-available",
  input: { query: "sales" },
  output: {
    sources: [
      { sourceId: "1", name: "Orders", description: "", reason: "It has Sales.", endorsed: true },
      { sourceId: "2", name: "Targets", description: "", reason: "It has Sales Target.", endorsed: false },
    ],
  },
};

const described = (name: string): ToolPart => ({
  type: "tool-describe-source",
  toolCallId: `d-${name}`,
  state: "output-available",
  input: { source: name },
  output: {
    ok: true,
    sourceId: name,
    name,
    description: "",
    aiContext: "",
    asOf: "2026-11-01",
    columns: [],
    metrics: [],
  },
});

const streaming: ToolPart = {
  type: "tool-run-worksheet",
  toolCallId: "w",
  state: "input-streaming",
  input: {
    worksheet: {
      source: "Orders",
      filters: [
        { kind: "list", column: "Region", values: ["East"], exclude: false },
        { kind: "relative-date", column: "Order Date", direction: "last" },
      ],
      columns: [{ name: "Total", formula: "Sum([Sales])" }],
      groupings: [{ keys: ["Region"] }],
    },
  },
};

const lines = (tools: readonly ToolPart[]): string[] => readSteps(tools).map(({ kind, title }) => `${kind}: ${title}`);

describe("steps of an answer", () => {
  it("tell what goes on before a source is chosen", () => {
    expect(lines([found])).toEqual(["search: Found Orders"]);
    expect(readSteps([found])[0]?.detail).toBe("It has Sales. Before Targets.");
  });

  it("tell a worksheet as far as it is written, and leave out what is only begun", () => {
    expect(lines([found, described("Orders"), described("Targets"), streaming])).toEqual([
      "source: Orders",
      "filter: Region is East",
      "column: Total",
      "group: By Region",
    ]);
    expect(findUsedSource([found, streaming])).toEqual({ name: "Orders", reason: "It has Sales." });
    expect(readSteps([found, described("Orders"), streaming]).map(({ isRunning }) => isRunning)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it("say how a worksheet with errors was mended", () => {
    const refused: ToolPart = {
      type: "tool-run-worksheet",
      toolCallId: "w",
      state: "output-available",
      input: {
        worksheet: {
          name: "x",
          source: "Orders",
          filters: [],
          columns: [],
          groupings: [],
          summaries: [],
          show: null,
          sort: [],
          limit: null,
        },
      },
      output: {
        ok: false,
        message: "The worksheet has errors.",
        diagnostics: [{ where: "columns", message: 'There is no column "Sale".', fix: "Write [Sales]." }],
      },
    };
    expect(readSteps([refused])).toMatchObject([
      { kind: "problem", title: 'There is no column "Sale".', detail: "Mended by: Write [Sales]." },
    ]);
  });

  it("show a failure of a tool in its sentence", () => {
    const failed: ToolPart = {
      type: "tool-decline",
      toolCallId: "z",
      state: "output-error",
      input: undefined,
      errorText: "Stopped.",
    };
    expect(lines([failed])).toEqual(["decline: The data does not hold the answer", "problem: Stopped."]);
  });
});

describe("the prose of an answer", () => {
  it("is the text after the last tool", () => {
    const parts: RunPart[] = [
      { type: "text", text: "Looking it up" },
      found,
      { type: "text", text: "East led with [$5](#number-n1)." },
      {
        type: "data-number",
        data: {
          id: "n1",
          text: "$5",
          status: "proved",
          reference: "r1:1.sales",
          resultId: null,
          label: null,
          definition: null,
        },
      },
    ];
    const answer = readAnswer(parts);
    expect(answer.prose).toBe("East led with [$5](#number-n1).");
    expect(answer.numbers.get("n1")?.text).toBe("$5");
  });
});
