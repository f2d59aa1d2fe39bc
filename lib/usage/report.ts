import "server-only";
import { getOrganization } from "#db/queries/organizations";
import { updatePrices } from "#db/queries/provider-configuration";
import {
  findAskedQuestions,
  findCalledModels,
  findUsage,
  getUsageTotals,
  questionsPerPage,
} from "#db/queries/usage-report";
import {
  type AskedQuestion,
  type PricedModel,
  type Prices,
  type UsageRange,
  type UsageReport,
  usageDimensions,
} from "#lib/contract/usage";
import { requirePermission, type Viewer } from "#lib/permissions";
import { findListPrice } from "./prices.ts";

/** As the address has it: anything may stand there. */
export type UsageQuery = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly by?: string | undefined;
  readonly before?: string | undefined;
};

const defaultDays = 30;
const mostDays = 3660;
const dayMs = 24 * 60 * 60_000;

/** All that the usage page shows. */
export async function getUsageReport(viewer: Viewer, query: UsageQuery, now = new Date()): Promise<UsageReport> {
  requirePermission(viewer, "administer");
  const { timeZone, retentionDays, prices } = await getOrganization(viewer);
  const range = readRange(query, timeZone, now);
  const by = usageDimensions.find((dimension) => dimension === query.by) ?? "day";
  const [totals, days, rows, questions, called] = await Promise.all([
    getUsageTotals(viewer, range),
    findUsage(viewer, range, "day"),
    findUsage(viewer, range, by),
    findAskedQuestions(viewer, range, readCursor(query.before)),
    findCalledModels(viewer),
  ]);
  return {
    range,
    by,
    totals,
    days: withEmptyDays(days, range),
    rows: by === "day" ? rows.toReversed() : rows,
    questions,
    olderQuestions: cursorAfter(questions),
    prices: called.filter(({ provider }) => provider !== "built-in").map((one) => pricedModel(one, prices)),
    retentionDays,
  };
}

/** Days that make sense, at most ten years; else the last thirty. */
export function readRange(query: UsageQuery, timeZone: string, now = new Date()): UsageRange {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
  const to = readDay(query.to) ?? today;
  const from = readDay(query.from) ?? shiftDay(to, 1 - defaultDays);
  if (from > to) return { from: to, to: from, timeZone };
  const earliest = shiftDay(to, -mostDays);
  return { from: from < earliest ? earliest : from, to, timeZone };
}

/** In force for calls from now on; what was counted stays as it was. */
export async function changePrices(
  viewer: Viewer,
  prices: Prices,
): Promise<{ readonly before: Prices; readonly after: Prices }> {
  const { prices: before } = await getOrganization(viewer);
  await updatePrices(viewer, prices);
  return { before, after: prices };
}

function pricedModel({ provider, model }: Pick<PricedModel, "provider" | "model">, own: Prices): PricedModel {
  const entered = Object.hasOwn(own, model) ? own[model] : undefined;
  return {
    provider,
    model,
    own: entered ?? null,
    list: provider === "openai-compatible" ? null : findListPrice(model),
  };
}

function readDay(text: string | undefined): string | null {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text) || text < "2000-01-01" || text > "2200-01-01")
    return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : text;
}

export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

const mostFilledDays = 400;

/** A day without a question is a day too, as long as the range can be drawn by days. */
function withEmptyDays(days: UsageReport["days"], { from, to }: UsageRange): UsageReport["days"] {
  const count = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  if (count > mostFilledDays) return days;
  const byDay = new Map(days.map((day) => [day.name, day]));
  return Array.from({ length: count }, (_, index) => shiftDay(from, index)).map(
    (day) => byDay.get(day) ?? { ...nothing, name: day, detail: null },
  );
}

const nothing = {
  questions: 0,
  people: 0,
  sources: 0,
  calls: 0,
  failures: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  callsWithoutPrice: 0,
  averageFirstTokenMs: null,
  averageMs: null,
};

function cursorAfter(questions: readonly AskedQuestion[]): string | null {
  const last = questions.at(-1);
  if (last === undefined || questions.length < questionsPerPage) return null;
  return `${last.askedAt.toISOString()}_${last.runId}`;
}

function readCursor(text: string | undefined): { readonly askedAt: Date; readonly runId: string } | undefined {
  const [, time = "", runId = ""] = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z)_([0-9a-f-]{36})$/.exec(text ?? "") ?? [];
  const askedAt = new Date(time);
  return runId === "" || Number.isNaN(askedAt.getTime()) ? undefined : { askedAt, runId };
}
