import type { RunOutput } from "../ask/conversation.ts";
import { displayName, singular } from "../draft/names.ts";
import { labelOf } from "../follow-up/periods.ts";
import type { KnownColumn } from "../source.ts";
import { labelTextOf } from "../write/condition-text.ts";
import { type Member, membersOf, unevenness } from "./compare-rows.ts";
import type { Why } from "./read-why.ts";

/** A worksheet of the explanation that was run. */
export type PartRun = { readonly column: KnownColumn | null; readonly output: RunOutput };

const honest = "This shows where the difference lies, not why: the data holds no reasons.";

/** What the worksheets show, the largest contributions first; every number is a reference. */
export function writeWhy(why: Why, name: string, runs: readonly PartRun[]): string {
  return why.kind === "change" ? writeChange(why, name, runs) : writeLevel(why, name, runs);
}

/** The part that tells the most: what is drawn. */
export function mostTelling(why: Why, runs: readonly PartRun[]): PartRun | null {
  if (why.kind === "level") return runs[0] ?? null;
  const parts = runs.filter(({ column, output }) => column !== null && output.rowCount > 1);
  return parts.toSorted((a, b) => unevenness(membersOf(b.output)) - unevenness(membersOf(a.output)))[0] ?? null;
}

function writeChange(why: Extract<Why, { kind: "change" }>, name: string, runs: readonly PartRun[]): string {
  const [first] = runs;
  const where = labelTextOf(why.conditions);
  const [from, to] = [labelOf(why.before), labelOf(why.now)];
  if (first === undefined || first.output.rows.length === 0) return `There is no data for ${from} or ${to}${where}.`;
  const whole = wholeOf(first);
  if (whole.before === 0) return `There is nothing to compare with: ${from} has no ${name}${where}.`;
  const best = mostTelling(why, runs);
  const others = runs.filter((run) => run.column !== null && run !== best);
  const change = whole.now - whole.before;
  const parts = [best, ...others].flatMap((run) => (run === null ? [] : (writePart(run, change) ?? [])));
  return [premise(why, change), moved(whole, name, from, to, where), ...parts, honest]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

type Whole = {
  readonly before: number;
  readonly now: number;
  readonly beforeCell: string;
  readonly nowCell: string;
};

function wholeOf({ column, output }: PartRun): Whole {
  const members = membersOf(column === null ? { ...output, rows: output.rows.map((row) => [null, ...row]) } : output);
  const [beforeKey, nowKey] = output.columns.slice(column === null ? 0 : 1).map(({ key }) => key);
  const place = column === null ? "1" : "total";
  return {
    before: members.reduce((sum, { before }) => sum + before, 0),
    now: members.reduce((sum, { now }) => sum + now, 0),
    beforeCell: `${output.result}:${place}.${beforeKey}`,
    nowCell: `${output.result}:${place}.${nowKey}`,
  };
}

/** The question may have it the wrong way round. */
function premise({ direction }: Why, change: number): string {
  if (direction === "down" && change > 0) return "It did not fall.";
  if (direction === "up" && change < 0) return "It did not rise.";
  return "";
}

function moved({ before, now, beforeCell, nowCell }: Whole, name: string, from: string, to: string, where: string) {
  if (now === before) return `${name} was the same in ${to} as in ${from}: {{${nowCell}}}${where}.`;
  const verb = now < before ? "fell" : "rose";
  const growth = before > 0 ? `, a change of {{growth ${nowCell} ${beforeCell}}}` : "";
  return `${name} ${verb} from {{${beforeCell}}} in ${from} to {{${nowCell}}} in ${to}${growth}${where}.`;
}

/** "By Category, Technology contributed the most: −4,000, 63 % of the change. Furniture went the other way." Null: nothing moved. */
export function writePart({ column, output }: PartRun, total: number): string | null {
  const members = membersOf(output).filter(({ change }) => change !== 0);
  const along = members.filter(({ change }) => Math.sign(change) === Math.sign(total));
  const ranked = along.toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const [first, second] = ranked;
  const [label, , , key, share] = output.columns.map((one) => one.key);
  if (first === undefined || key === undefined || label === undefined || column === null) return null;
  const isSum = canAdd(members, total);
  const cell = ({ row }: Member): string => `${output.result}:${row}.${key}`;
  const nameOf = ({ row }: Member): string => `{{${output.result}:${row}.${label}}}`;
  const isPart = Math.abs(first.change) < Math.abs(total) && output.rows.length === output.rowCount;
  const part =
    isPart && isSum && share !== undefined ? `, {{${output.result}:${first.row}.${share}}} of the change` : "";
  const lead = `By ${displayName(column.name)}, ${nameOf(first)} ${isSum ? "contributed" : "changed"} the most: {{${cell(first)}}}${part}.`;
  const next = second === undefined ? "" : ` Then comes ${nameOf(second)} with {{${cell(second)}}}.`;
  const against = members
    .filter(({ change }) => Math.sign(change) === -Math.sign(total))
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))[0];
  const other = against === undefined ? "" : ` ${nameOf(against)} went the other way with {{${cell(against)}}}.`;
  return lead + next + other;
}

/** The members' changes make up the whole: sums do, averages do not. */
function canAdd(members: readonly Member[], total: number): boolean {
  const sum = members.reduce((all, { change }) => all + change, 0);
  return Math.abs(sum - total) <= Math.abs(total) * 1e-6;
}

function writeLevel(why: Extract<Why, { kind: "level" }>, name: string, runs: readonly PartRun[]): string {
  const [like, ...parts] = runs;
  const where = labelTextOf(why.conditions);
  const own = like === undefined ? -1 : like.output.rows.findIndex(([label]) => label === why.value);
  if (like === undefined || own < 0) return `There is no data for ${why.value}${where}.`;
  const sentences = [
    ...writeRank(why, name, like.output, own, where),
    ...writeDrivers(like.output, own),
    ...parts.flatMap((part) => writeShares(part, why.value) ?? []),
    honest,
  ];
  return sentences.join(" ");
}

/** Where it stands among its like, and what it is compared with: the next of them, or the first where it is not the first. */
function writeRank(
  { direction, value }: Extract<Why, { kind: "level" }>,
  name: string,
  { rows, columns, result }: RunOutput,
  own: number,
  where: string,
): string[] {
  const key = columns[1]?.key;
  const label = columns[0]?.key;
  const other = own === 0 ? 1 : 0;
  if (key === undefined || label === undefined) return [];
  const at = (row: number): string => `${result}:${row + 1}.${key}`;
  if (rows[other] === undefined) return [`${value} is the only one, with {{${at(own)}}}${where}.`];
  const extreme = direction === "down" ? "lowest" : "highest";
  const said = direction === "down" ? "low" : "high";
  const isWrong = own > 0 && own >= rows.length / 2;
  const rank = own === 0 ? `has the ${extreme} ${name}` : `does not have the ${extreme} ${name}`;
  const start = isWrong ? `${value} is not ${said} among the others: it ${rank}` : `${value} ${rank}`;
  const gap = Number(rows[other][1]) > 0 ? `, {{growth ${at(own)} ${at(other)}}} against` : ", against";
  return [`${start}: {{${at(own)}}}${gap} {{${at(other)}}} in {{${result}:${other + 1}.${label}}}${where}.`];
}

/** How many and how much each: which of the two sets it apart. */
function writeDrivers({ rows, columns, result }: RunOutput, own: number): string[] {
  const [, , count, each] = columns;
  const other = own === 0 ? 1 : 0;
  const [mine, theirs] = [rows[own], rows[other]];
  if (count === undefined || each === undefined || mine === undefined || theirs === undefined) return [];
  const cell = (row: number, key: string): string => `{{${result}:${row + 1}.${key}}}`;
  const ratio = (position: number): number => Math.abs(Math.log(Number(mine[position]) / Number(theirs[position])));
  const [byCount, byEach] = [ratio(2), ratio(3)];
  const things = count.name.replace(/^Number of (different )?/, "");
  const facts = `It has ${cell(own, count.key)} ${things} against ${cell(other, count.key)}, and ${cell(own, each.key)} per ${singular(things)} against ${cell(other, each.key)}.`;
  if (!Number.isFinite(byCount) || !Number.isFinite(byEach)) return [facts];
  const driver = byCount > byEach ? `the number of ${things}` : `the size of each ${singular(things)}`;
  return [facts, `So ${driver} sets it apart more than ${byCount > byEach ? "their size" : "their number"}.`];
}

/** "By Category, its share is largest in Technology (38 %) and smallest in Furniture (29 %)." */
function writeShares({ column, output }: PartRun, value: string): string | null {
  const [label, , , share] = output.columns;
  if (label === undefined || share === undefined || column === null || output.rows.length < 2) return null;
  const ranked = output.rows
    .map((row, index) => ({ row: index + 1, share: Number(row[3] ?? 0) }))
    .toSorted((a, b) => b.share - a.share);
  const [first, last] = [ranked[0], ranked.at(-1)];
  if (first === undefined || last === undefined) return null;
  const cell = (row: number, key: string): string => `{{${output.result}:${row}.${key}}}`;
  return `By ${displayName(column.name)}, the share of ${value} is largest in ${cell(first.row, label.key)} with ${cell(first.row, share.key)} and smallest in ${cell(last.row, label.key)} with ${cell(last.row, share.key)}.`;
}
