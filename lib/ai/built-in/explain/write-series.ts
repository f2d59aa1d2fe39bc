import { number, type Teller, type ToldFact } from "./teller.ts";

/** Several series or a pivot: who leads, over all of them and along the axis, who moved, where the single highest value stands. */
export function writeSeries(teller: Teller): string[] {
  const by = teller.shape.series?.key;
  const across = teller.shape.x?.key;
  const isTime = teller.shape.isTime;
  return [
    ...(by === undefined ? [] : writeLeader(teller, by, true)),
    ...(isTime || across === undefined ? [] : writeLeader(teller, across, false)),
    ...(isTime ? writeMovers(teller) : []),
    ...writeHighest(teller),
    ...writePartial(teller),
    ...(by === undefined ? [] : writeTrailing(teller, by)),
  ];
}

function writeLeader(teller: Teller, by: string, isMain: boolean): string[] {
  const leader = teller.find("leader", by);
  const second = teller.find("runnerUp", by);
  if (leader === undefined || second === undefined) return [];
  const { measure, isAdditive } = teller;
  const share = teller.find("leaderShare", by);
  const lead = teller.find("leads", by);
  const what = `the highest ${measure}${overall(measure, isAdditive)}`;
  const part = share === undefined ? "" : `, ${number(share)} of all`;
  const ahead = lead === undefined || !isMain ? "" : ` and ${number(lead)} above ${teller.seriesName(second)}`;
  const start = isMain ? "" : `Among the ${teller.groups}, `;
  return [`${start}${teller.seriesName(leader)} has ${what} with ${number(leader)}${part}${ahead}.`];
}

function writeMovers(teller: Teller): string[] {
  const changes = teller.all("seriesChange");
  return changes.map((change) => {
    const growth = teller.all("seriesGrowth").find(({ series }) => series === change.series);
    const by = growth === undefined ? number(change) : `${number(change)} (${number(growth)})`;
    const [first, last] = change.rows;
    const span = `from ${teller.when(first)} to ${teller.when(last)}`;
    return `${seriesOf(teller, change)} ${change.way === "up" ? "gained" : "lost"} the most ${span}, ${by}.`;
  });
}

function seriesOf(teller: Teller, { rows, by }: ToldFact): string {
  return rows[0] === undefined || by === null ? "" : teller.cell(rows[0], by);
}

function writeHighest(teller: Teller): string[] {
  const highest = teller.find("highest");
  if (highest === undefined || highest.rows.length > 1) return [];
  return [`The single highest value is ${number(highest)}, for ${teller.name(highest.rows[0])}.`];
}

function writePartial(teller: Teller): string[] {
  const partial = teller.find("partial");
  if (partial === undefined) return [];
  return [
    `${teller.when(partial.rows[0])} is not over yet (${number(partial)} of it had passed) and is left out of these changes.`,
  ];
}

function writeTrailing(teller: Teller, by: string): string[] {
  const trailing = teller.find("trailing", by);
  if (trailing === undefined) return [];
  const what = overall(teller.measure, teller.isAdditive);
  return [`${teller.seriesName(trailing)} has the lowest, ${number(trailing)}${what}.`];
}

function overall(measure: string, isAdditive: boolean): string {
  if (!isAdditive) return " on average";
  return /^(?:total|sum)\b/i.test(measure) ? "" : " in total";
}
