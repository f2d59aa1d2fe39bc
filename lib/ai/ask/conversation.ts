import "server-only";
import type { ModelMessage } from "ai";
import { findBranch, type RunRow } from "#db/queries/runs";
import { cleanJson, cleanText } from "#lib/ai/answer/clean";
import type { AskModelInput } from "#lib/contract/ask-tools";
import type { Person } from "#lib/permissions";
import { readParts } from "#lib/runs/fold";
import { proseOf, questionOf } from "#lib/runs/run-detail";
import { isVersion } from "#lib/runs/thread-detail";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { draftOf, hasStaleProse } from "./former-answer.ts";

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
  const turns = readTurns(branch);
  const last = turns.find((turn) => turn.draft !== null);
  return {
    messages: turns.slice(0, mostTurns).toReversed().flatMap(messagesOf),
    previous:
      last === undefined || last.draft === null
        ? null
        : { question: last.question, worksheet: last.draft, mark: last.mark },
  };
}

/** A worksheet from elsewhere, as if it had answered a question before this one. */
export function turnOfWorksheet(question: string, draft: WorksheetDraft, mark: Turn["mark"]): EarlierTurns {
  const turn = { runId: "elsewhere", question: cleanText(question), prose: "", draft, mark };
  return { messages: messagesOf(turn), previous: { question: turn.question, worksheet: draft, mark } };
}

/** Newest first. Of an answer that was changed by hand the last version counts. */
function readTurns(branch: readonly RunRow[]): Turn[] {
  const turns: Turn[] = [];
  let version: RunRow | null = null;
  for (const run of branch) {
    if (!isVersion(run)) turns.push(readTurn(run, version ?? run));
    version = isVersion(run) ? (version ?? run) : null;
  }
  return turns;
}

function readTurn(run: RunRow, version: RunRow): Turn {
  const parts = readParts(version.parts);
  const chart = parts.findLast((part) => part.type === "data-chart");
  return {
    runId: run.id,
    question: questionOf(run),
    prose: hasStaleProse(parts) ? "" : withoutLinks(proseOf(parts)),
    draft: parts.map((part) => draftOf(part)).findLast((draft) => draft !== null) ?? null,
    mark: chart?.data.chart.mark ?? null,
  };
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
