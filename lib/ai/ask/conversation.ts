import "server-only";
import type { ModelMessage } from "ai";
import { findBranch, type RunRow } from "#db/queries/runs";
import { type AskModelInput, askTools } from "#lib/contract/ask-tools";
import type { RunPart } from "#lib/contract/run-chunks";
import type { Person } from "#lib/permissions";
import { readParts } from "#lib/runs/fold";
import { proseOf, questionOf } from "#lib/runs/run-detail";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { cleanJson, cleanText } from "./clean.ts";

const mostTurns = 3;

type Turn = {
  readonly runId: string;
  readonly question: string;
  readonly prose: string;
  readonly draft: WorksheetDraft | null;
  readonly mark: NonNullable<AskModelInput["previous"]>["mark"];
};

export type EarlierTurns = { readonly messages: ModelMessage[]; readonly previous: AskModelInput["previous"] };

/** What was asked and answered before on this branch, for the model: questions, worksheets and prose, without rows. */
export async function readEarlierTurns(viewer: Person, parentRunId: string | null): Promise<EarlierTurns> {
  if (parentRunId === null) return { messages: [], previous: null };
  const branch = await findBranch(viewer, parentRunId);
  const turns = branch.filter((run) => run.kind === "ask").map(readTurn);
  const last = turns.find((turn) => turn.draft !== null);
  return {
    messages: turns.slice(0, mostTurns).toReversed().flatMap(messagesOf),
    previous:
      last === undefined || last.draft === null
        ? null
        : { question: last.question, worksheet: last.draft, mark: last.mark },
  };
}

function readTurn(run: RunRow): Turn {
  const parts = readParts(run.parts);
  const chart = parts.findLast((part) => part.type === "data-chart");
  return {
    runId: run.id,
    question: questionOf(run),
    prose: withoutLinks(proseOf(parts)),
    draft: parts.map(draftOf).findLast((draft) => draft !== null) ?? null,
    mark: chart?.data.chart.mark ?? null,
  };
}

function draftOf(part: RunPart): WorksheetDraft | null {
  if (part.type !== "tool-run-worksheet" || part.state !== "output-available" || !part.output.ok) return null;
  return askTools["run-worksheet"].input.safeParse(part.input).data?.worksheet ?? null;
}

function withoutLinks(prose: string): string {
  return prose.replace(/\[([^\]]*)\]\(#number-[^)]*\)/g, "$1");
}

/** The worksheet stands as the call that made it; its rows are not told again. */
function messagesOf({ runId, question, prose, draft }: Turn): ModelMessage[] {
  const toolCallId = `earlier-${runId}`;
  const toolName = "run-worksheet";
  const call: ModelMessage[] =
    draft === null
      ? []
      : [
          {
            role: "assistant",
            content: [{ type: "tool-call", toolCallId, toolName, input: cleanJson({ worksheet: draft }) }],
          },
          {
            role: "tool",
            content: [
              {
                type: "tool-result",
                toolCallId,
                toolName,
                output: { type: "json", value: { ok: true, note: "Shown earlier." } },
              },
            ],
          },
        ];
  return [
    { role: "user", content: question },
    ...call,
    ...(prose === "" ? [] : [{ role: "assistant" as const, content: cleanText(prose, 2_000) }]),
  ];
}
