import { number, type Teller, type ToldFact } from "./teller.ts";

/** Amounts by category: who leads and by how much, what the largest hold together, the other end, the middle. */
export function writeAmounts(teller: Teller): string[] {
  const highest = teller.find("highest");
  const lowest = teller.find("lowest");
  if (highest === undefined || lowest === undefined) return writeEqual(teller);
  return [
    ...(isClose(highest, lowest, teller) ? writeClose(teller, highest, lowest) : writeLeader(teller, highest)),
    ...writeConcentration(teller),
    ...(isClose(highest, lowest, teller) ? [] : writeLowest(teller, lowest)),
    ...writeOutlier(teller, [...highest.rows, ...lowest.rows]),
    ...writeAverage(teller),
  ];
}

/** Every group has the same. */
function writeEqual(teller: Teller): string[] {
  const count = teller.find("groups");
  const [first] = teller.shape.measures;
  if (count === undefined || first === undefined) return [];
  const key = teller.shape.measures.find(({ name }) => name === teller.measure)?.key ?? first.key;
  return [`All ${number(count)} ${teller.groups} have the same ${teller.measure}, ${teller.cell(0, key)}.`];
}

function isClose(highest: ToldFact, lowest: ToldFact, teller: Teller): boolean {
  const count = teller.find("groups")?.value ?? 0;
  return count >= 3 && lowest.value > 0 && highest.value / lowest.value < 1.15;
}

function writeClose(teller: Teller, highest: ToldFact, lowest: ToldFact): string[] {
  const { measure, groups } = teller;
  const top = `${number(highest)} for ${teller.name(highest.rows[0])}`;
  const end = `${number(lowest)} for ${teller.name(lowest.rows[0])}`;
  return [`The ${groups} lie close together in ${measure}, from ${end} to ${top}.`];
}

const mostNamed = 3;

/** The first with what it has, what that is of all, and how far it is ahead of the next. */
function writeLeader(teller: Teller, highest: ToldFact): string[] {
  const { measure } = teller;
  const tied = teller.find("tiedHighest");
  if (tied !== undefined) return [writeTied(teller, highest, tied, "highest"), ...writeSecond(teller)];
  const share = teller.find("share");
  const total = teller.find("total");
  const name = teller.name(highest.rows[0]);
  const lead = writeLead(teller, highest);
  if (share === undefined || total === undefined)
    return [`${name} has the highest ${measure} with ${number(highest)}${lead}.`];
  if (share.value >= 0.5)
    return [`${name} alone makes up ${number(share)} of ${measure}, ${number(highest)} of ${number(total)}${lead}.`];
  return [
    `${name} has the highest ${measure} with ${number(highest)} (${number(share)} of the total of ${number(total)})${lead}.`,
  ];
}

function writeLead(teller: Teller, highest: ToldFact): string {
  const second = teller.find("second");
  const lead = teller.find("lead");
  const row = second?.rows[0];
  const top = highest.rows[0];
  const key = highest.column;
  if (second === undefined || lead === undefined || row === undefined || top === undefined) return "";
  if (second.rows.length > mostNamed) return "";
  const each = second.rows.length === 1 ? "" : " each";
  const next = `${teller.names(second.rows)} with ${number(second)}${each}`;
  if (lead.value < 0.01) return `, just ahead of ${next}`;
  if (lead.value === 1) return `, twice as much as ${next}`;
  if (lead.value < 1) return `, ${number(lead)} above ${next}`;
  return `, {{ratio ${teller.path(top, key)} ${teller.path(row, key)}}} times as much as ${next}`;
}

function writeTied(teller: Teller, fact: ToldFact, tied: ToldFact, end: "highest" | "lowest"): string {
  const { measure, groups } = teller;
  if (fact.rows.length <= mostNamed)
    return `${teller.names(fact.rows)} share the ${end} ${measure} with ${number(fact)} each.`;
  const count = teller.find("groups");
  const of = count === undefined ? "" : ` of the ${number(count)}`;
  return `${number(tied)}${of} ${groups} share the ${end} ${measure} of ${number(fact)}.`;
}

/** After several that share the first place. */
function writeSecond(teller: Teller): string[] {
  const second = teller.find("second");
  if (second === undefined || second.rows.length > mostNamed) return [];
  const isOne = second.rows.length === 1;
  return [
    `${teller.names(second.rows)} ${isOne ? "follows" : "follow"} with ${number(second)}${isOne ? "" : " each"}.`,
  ];
}

/** Only where the three largest hold clearly more than three even parts would. */
function writeConcentration(teller: Teller): string[] {
  const part = teller.find("concentration");
  const count = teller.find("groups")?.value ?? 0;
  if (part === undefined || part.rows.length < 3 || part.value < Math.min(0.9, (3 / count) * 1.25)) return [];
  return [`Together, ${teller.names(part.rows)} account for ${number(part)} of the total.`];
}

function writeLowest(teller: Teller, lowest: ToldFact): string[] {
  const tied = teller.find("tiedLowest");
  const ratio = teller.find("ratio");
  if (tied !== undefined) return [writeTied(teller, lowest, tied, "lowest")];
  const times = ratio === undefined || ratio.value < 2 ? "" : `; the highest is ${number(ratio)} times that`;
  return [`${teller.name(lowest.rows[0])} has the lowest with ${number(lowest)}${times}.`];
}

/** One that stands apart without being an end. */
export function writeOutlier(teller: Teller, told: readonly number[]): string[] {
  const outlier = teller.all("outlier").find(({ rows }) => rows[0] !== undefined && !told.includes(rows[0]));
  if (outlier === undefined) return [];
  return [`${teller.name(outlier.rows[0])} also stands apart from the rest with ${number(outlier)}.`];
}

function writeAverage(teller: Teller): string[] {
  const average = teller.find("average");
  const above = teller.find("aboveAverage");
  const count = teller.find("groups");
  if (average === undefined || count === undefined || count.value < 4) return [];
  const tail =
    above === undefined ? "" : `, and ${number(above)} of them ${above.value === 1 ? "lies" : "lie"} above it`;
  return [`The average over the ${number(count)} ${teller.groups} is ${number(average)}${tail}.`];
}
