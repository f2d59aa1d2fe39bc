import "server-only";
import type { Chart } from "#lib/chart/chart";
import { redrawChart } from "#lib/chart/choose-chart";
import type { StartRun } from "#lib/contract/runs";
import { getResult } from "#lib/data/results";
import { AskbookError } from "#lib/errors";
import type { FormerAnswer } from "./former-answer.ts";
import type { AskSession, SessionResult } from "./session.ts";
import { runWorksheetTool } from "./tools/run-worksheet.ts";

type Wanted = Pick<Extract<StartRun, { kind: "edit" }>, "worksheet" | "mark">;

export type Recomputed = {
  readonly result: SessionResult;
  /** The statement and the data are those of the former result. */
  readonly isSame: boolean;
  /** What could not be kept, in a sentence. */
  readonly note: string | null;
};

const toolCallId = "changed-worksheet";

/** Runs a worksheet without a model, with the parts that a call of the tool would have left, drawn as it is wanted. */
export async function recompute(session: AskSession, former: FormerAnswer, wanted: Wanted): Promise<Recomputed> {
  const { worksheet, mark } = wanted;
  session.write({ type: "start-step" });
  session.write({ type: "tool-input-available", toolCallId, toolName: "run-worksheet", input: { worksheet } });
  const output = await runWorksheetTool(withoutChart(session, mark), { worksheet }, toolCallId);
  session.write({ type: "tool-output-available", toolCallId, output });
  const result = session.results.at(-1);
  if (!output.ok || result === undefined)
    throw new AskbookError("formula_invalid", output.ok ? {} : { message: output.message });
  return { result, isSame: await isSameResult(session, former, result), note: draw(session, former, result, mark) };
}

/** The tool draws by rule; for a table nothing is drawn. */
function withoutChart(session: AskSession, mark: Wanted["mark"]): AskSession {
  if (mark !== "table") return session;
  return { ...session, write: (chunk) => (chunk.type === "data-chart" ? undefined : session.write(chunk)) };
}

function draw(session: AskSession, former: FormerAnswer, result: SessionResult, mark: Wanted["mark"]): string | null {
  if (mark === null || mark === "table") return null;
  const { summary, schema, rows, resultId } = result;
  const drawn = redrawChart(summary.view, mark, schema, rows);
  if (drawn === null)
    return rows.rowCount === 0 ? null : "This result cannot be drawn as before, so its form was chosen anew.";
  const chart = keepChannels(drawn, former.chart);
  session.write({ type: "data-chart", id: "chart", data: { resultId, chart } });
  return null;
}

/** What stood where stays there, as long as the same columns are drawn. */
function keepChannels(drawn: Chart, former: Chart | null): Chart {
  if (former === null || former.mark !== drawn.mark) return drawn;
  const isSameSet = channelsOf(former).join() === channelsOf(drawn).join();
  return isSameSet ? { ...drawn, x: former.x, y: former.y, color: former.color } : drawn;
}

function channelsOf({ x, y, color }: Chart): string[] {
  return [...y, x, color].flatMap((id) => id ?? []).toSorted();
}

async function isSameResult(session: AskSession, { result }: FormerAnswer, now: SessionResult): Promise<boolean> {
  if (result === null) return false;
  try {
    return (await getResult(session.viewer, result.resultId)).queryHash === now.summary.queryHash;
  } catch (error) {
    if (error instanceof AskbookError && error.code === "not_found") return false;
    throw error;
  }
}
