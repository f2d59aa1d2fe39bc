import "server-only";
import type { Chart } from "#lib/chart/chart";
import { allowedMarks, redrawChart } from "#lib/chart/choose-chart";
import type { AskToolInput, AskToolOutput } from "#lib/contract/ask-tools";
import type { AskSession, SessionResult } from "../session.ts";

type Input = AskToolInput<"draw-chart">;

/** The rules draw; the model chooses the mark and, where its channels fit the result, what goes where. */
export async function drawChartTool(session: AskSession, input: Input): Promise<AskToolOutput<"draw-chart">> {
  const result = session.results.find(({ name }) => name === input.result);
  if (result === undefined) return { ok: false, message: `There is no result ${input.result}. Run a worksheet first.` };
  const drawn = redrawChart(result.summary.view, input.mark, result.schema, result.rows);
  if (drawn === null) {
    const marks = allowedMarks(result.schema, result.rows);
    return {
      ok: false,
      message: `${result.name} cannot be drawn as ${input.mark}. Possible: ${marks.join(", ") || "none, the table shows it"}.`,
    };
  }
  const unknown = [input.x, input.color, ...input.y].find((key) => key !== null && idOf(result, key) === null);
  if (unknown !== undefined && unknown !== null)
    return {
      ok: false,
      message: `${result.name} has no column ${unknown}. It has: ${result.schema.map(({ key }) => key).join(", ")}.`,
    };
  session.write({
    type: "data-chart",
    id: "chart",
    data: { resultId: result.resultId, chart: withChannels(drawn, input, result) },
  });
  return { ok: true, chartId: result.resultId };
}

/** The model's channels instead of the rule's where they use the same columns, or fewer measures. */
function withChannels(drawn: Chart, { x, y, color }: Input, result: SessionResult): Chart {
  const wanted = { x: x === null ? null : idOf(result, x), color: color === null ? null : idOf(result, color) };
  const keys = new Set([drawn.x, drawn.color]);
  const measures = y.flatMap((key) => idOf(result, key) ?? []);
  const isNumeric = (id: string): boolean => result.schema.find(({ columnId }) => columnId === id)?.type === "number";
  if (drawn.mark === "scatter") return scatter(drawn, wanted, measures, isNumeric);
  const sameKeys = keys.has(wanted.x) && keys.has(wanted.color) && wanted.x !== null && wanted.x !== wanted.color;
  return {
    ...drawn,
    ...(sameKeys ? wanted : {}),
    ...(measures.length > 0 && measures.every((id) => isNumeric(id) && drawn.y.includes(id)) ? { y: measures } : {}),
  };
}

function scatter(
  drawn: Chart,
  { x, color }: Pick<Chart, "x" | "color">,
  [y, ...more]: readonly string[],
  isNumeric: (id: string) => boolean,
): Chart {
  if (x === null || y === undefined || more.length > 0 || x === y || !isNumeric(x) || !isNumeric(y)) return drawn;
  return { ...drawn, x, y: [y], color: color ?? drawn.color };
}

function idOf({ schema }: SessionResult, key: string): string | null {
  return schema.find((column) => column.key === key)?.columnId ?? null;
}
