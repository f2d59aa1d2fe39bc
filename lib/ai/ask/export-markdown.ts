import "server-only";
import { getOrganization } from "#db/queries/organizations";
import { getRun, type RunRow } from "#db/queries/runs";
import { cleanText } from "#lib/ai/answer/clean";
import type { RunData } from "#lib/contract/runs";
import { getResult, getResultRows } from "#lib/data/results";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { readParts } from "#lib/runs/fold";
import { proseOf } from "#lib/runs/run-detail";
import { getThreadDetail } from "#lib/runs/thread-detail";
import { formatCell } from "#lib/worksheet/format-cell";
import type { ResultColumn, ResultRows } from "#lib/worksheet/result";
import { findQuestion, hasStaleProse } from "./former-answer.ts";

/** A file of Markdown that stands by itself. */
export type MarkdownExport = { readonly name: string; readonly text: string };

type Reader = { readonly viewer: Person; readonly locale: string; readonly currency: string };

const mostRows = 200;
const longestText = 10_000;

/** One answer with its question. */
export async function exportAnswer(viewer: Person, runId: string): Promise<MarkdownExport> {
  const run = await getRun(viewer, runId);
  const { locale, currency } = await getOrganization(viewer);
  const question = await findQuestion(viewer, runId);
  return { name: question, text: await writeAnswer({ viewer, locale, currency }, question, run) };
}

/** The thread's newest branch, question by question. */
export async function exportThread(viewer: Person, threadId: string): Promise<MarkdownExport> {
  const { title, messages } = await getThreadDetail(viewer, threadId);
  const { locale, currency } = await getOrganization(viewer);
  const sections: string[] = [`# ${inLine(title)}`];
  for (const { id, role } of messages) {
    if (role !== "assistant") continue;
    const run = await getRun(viewer, id);
    sections.push(await writeAnswer({ viewer, locale, currency }, await findQuestion(viewer, id), run));
  }
  return { name: title, text: sections.join("\n\n") };
}

async function writeAnswer(reader: Reader, question: string, run: RunRow): Promise<string> {
  const parts = readParts(run.parts);
  const results = parts.flatMap((part) => (part.type === "data-result" ? [part.data] : []));
  const tables: string[] = [];
  for (const result of results) tables.push(await writeResult(reader, result));
  const ending = run.error === null ? [] : [`> ${inLine(run.error.message)}`];
  const stale = hasStaleProse(parts) ? ["> The text is about an earlier version of the table."] : [];
  const numbers = parts.flatMap((part) => (part.type === "data-number" ? [part.data] : []));
  return [`## ${inLine(question)}`, ...stale, withoutLinks(proseOf(parts), numbers), ...tables, ...ending]
    .filter((section) => section !== "")
    .join("\n\n")
    .concat("\n");
}

/** Digits as they were shown; what nobody could verify says so. */
function withoutLinks(prose: string, numbers: readonly RunData["number"][]): string {
  return prose
    .replace(/\[((?:[^\]\\]|\\.)*)\]\(#number-([^)]*)\)/g, (_, text: string, id: string) => {
      const isUnverified = numbers.findLast((number) => number.id === id)?.status === "unverified";
      return isUnverified ? `${text} (not verified)` : text;
    })
    .replace(/!\[/g, "\\!\\[");
}

async function writeResult(reader: Reader, data: RunData["result"]): Promise<string> {
  const { worksheet, sourceName, asOf, rowCount, truncated } = data;
  const head = `### ${inLine(worksheet.name)}`;
  const read = await readRows(reader.viewer, data.resultId);
  if (read === null) return `${head}\n\n> The source of this table can no longer be used by you.`;
  const more = rowCount > read.rows.rowCount ? `, the first ${read.rows.rowCount} shown` : "";
  const counted = `${rowCount.toLocaleString(reader.locale)}${truncated ? "+" : ""} ${rowCount === 1 ? "row" : "rows"}${more}`;
  return [
    head,
    tableOf(read.schema, read.rows, reader),
    `Source: ${inLine(sourceName)} · as of ${inLine(asOf)} · ${counted}`,
    ...formulaList(data),
  ].join("\n\n");
}

async function readRows(viewer: Person, resultId: string) {
  try {
    const [{ schema }, rows] = await Promise.all([
      getResult(viewer, resultId),
      getResultRows(viewer, resultId, { offset: 0, limit: mostRows }),
    ]);
    return { schema, rows };
  } catch (error) {
    if (error instanceof AskbookError && (error.code === "not_found" || error.code === "forbidden")) return null;
    throw error;
  }
}

function tableOf(schema: readonly ResultColumn[], rows: ResultRows, { locale, currency }: Reader): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const body = Array.from({ length: rows.rowCount }, (_, row) =>
    line(
      schema.map((column, index) =>
        inLine(formatCell(rows.columns[index]?.[row] ?? null, column, locale, { currency })),
      ),
    ),
  );
  return [
    line(schema.map(({ name }) => inLine(name))),
    line(schema.map(({ type }) => (type === "number" ? "---:" : "---"))),
    ...body,
  ].join("\n");
}

function formulaList({ worksheet }: RunData["result"]): string[] {
  const formulas = worksheet.columns.map(({ name, formula }) => `- ${inLine(name)}: ${inCode(formula)}`);
  const filters = worksheet.filters.map(({ columnId, exclude: _e, nulls: _n, id: _i, ...filter }) => {
    const column = worksheet.columns.find(({ id }) => id === columnId)?.name ?? columnId;
    return `- Filter on ${inLine(column)}: ${inCode(JSON.stringify(filter))}`;
  });
  const steps = [...formulas, ...filters];
  return steps.length === 0 ? [] : [`Made with:\n\n${steps.join("\n")}`];
}

/** Text of others: no markup of theirs works, no line of theirs begins another. */
function inLine(text: string): string {
  return cleanText(text, longestText).replace(/[\\`*_[\]<>#|~!&]/g, "\\$&");
}

function inCode(text: string): string {
  const line = cleanText(text, longestText);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}
