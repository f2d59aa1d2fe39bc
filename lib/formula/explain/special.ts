import { dateRangePhrase, priorRangePhrase } from "./date-ranges.ts";
import { counted, listed, loose, nounsFrom, type Operands, type Phrase, tight, type Words } from "./words.ts";

/** Phrases that depend on more than the place of their arguments. */
export const special: Readonly<Record<string, Phrase>> = {
  If: (operands) => branches(operands, 0, (index) => operands.clause(index)),
  Switch: (operands) => branches(operands, 1, (index) => `${operands.noun(0)} is ${operands.noun(index)}`),
  Choose: (operands) => {
    const values = nounsFrom(operands, 1).map((value, index) => `${value} where it is ${index + 1}`);
    return loose(`by the number ${operands.noun(0)}: ${values.join("; ")}; else Null`);
  },
  DateTrunc: (operands) => {
    const period = operands.word(0)?.replaceAll("_", " ") ?? operands.noun(0);
    return tight(`the start of the ${period} of ${operands.noun(1)}${zoneOf(operands, 2)}`);
  },
  DateAdd: ({ word, number, noun }) => {
    const amount = number(1);
    const unit = word(0) ?? noun(0);
    if (amount === null) return loose(`${noun(2)} plus ${noun(1)} ${unit}s`);
    return loose(`${counted(Math.abs(amount), unit)} ${amount < 0 ? "before" : "after"} ${noun(2)}`);
  },
  DateDiff: ({ word, noun }) => loose(`the number of ${word(0) ?? noun(0)} boundaries from ${noun(1)} to ${noun(2)}`),
  InDateRange: dateRangePhrase,
  InPriorDateRange: priorRangePhrase,
  DateLookback: ({ word, noun }) =>
    loose(`the ${noun(0)} of the row whose ${noun(1)} is ${noun(2)} ${word(3) ?? noun(3)}s earlier`),
  Left: (operands) => letters(operands, "first", "last"),
  Right: (operands) => letters(operands, "last", "first"),
  Mid: ({ count, number, noun }) => {
    const start = number(1);
    const from = start !== null && start < 0 ? `letter ${-start} from the end` : `letter ${noun(1)}`;
    return loose(`the letters of ${noun(0)} from ${from} on${count > 2 ? `, ${noun(2)} of them at most` : ""}`);
  },
  ListAggDistinct: (operands) => {
    const { count, noun } = operands;
    const separator = count > 1 ? noun(1) : '","';
    return loose(`the different values of ${noun(0)} as one text, ${orderOf(operands, 2)}, separated by ${separator}`);
  },
  ArrayAggDistinct: (operands) =>
    loose(`an array of the different values of ${operands.noun(0)}, ${orderOf(operands, 1)}`),
  Subtotal: (operands) => loose(`${operands.noun(0)}, computed over ${totalOf(operands)}`),
  PercentOfTotal: (operands) =>
    loose(`${operands.noun(0)} as a share of the same over ${operands.count > 1 ? totalOf(operands) : "all rows"}`),
  Lookup: (operands) => fetched(operands, "of the row"),
  Rollup: (operands) => fetched(operands, "over the rows"),
  MovingSum: (operands) => moving("the sum of", operands),
  MovingAvg: (operands) => moving("the average of", operands),
  MovingCount: (operands) => moving("the number of values of", operands),
  MovingMin: (operands) => moving("the smallest", operands),
  MovingMax: (operands) => moving("the largest", operands),
  MovingStdDev: (operands) => moving("the sample standard deviation of", operands),
  MovingVariance: (operands) => moving("the sample variance of", operands),
  MovingCorr: (operands) =>
    loose(`the correlation of ${operands.noun(0)} and ${operands.noun(1)} over ${movingRows(operands, 2)}`),
  Rank: (operands) => ranked("the rank", operands, 0, ", with gaps after ties"),
  RankDense: (operands) => ranked("the rank", operands, 0, ", without gaps after ties"),
  RankPercentile: (operands) => ranked("the rank as a share from 0 to 1", operands, 0, ""),
  CumeDist: (operands) => ranked("the share of rows up to this value", operands, 0, ""),
  RowNumber: (operands) => ranked("the number of the row", operands, 0, ""),
  Ntile: (operands) => ranked(`the number of the part, of ${operands.noun(0)} parts of equal size,`, operands, 1, ""),
  Lag: (operands) => shifted(operands, "above", "below"),
  Lead: (operands) => shifted(operands, "below", "above"),
  VisibilityLimit: ({ count, noun }) =>
    loose(
      `${noun(0)} in the first ${noun(1)} rows${count > 2 ? `, ranked by ${noun(2)}` : ""}, and "Others" or Null in the rest`,
    ),
};

/** `conditions` from an index on, each followed by its value; a single one left over stands for all else. */
function branches(operands: Operands, from: number, condition: (index: number) => string): Words {
  const parts: string[] = [];
  let index = from;
  for (; index + 1 < operands.count; index += 2) parts.push(`${operands.noun(index + 1)} if ${condition(index)}`);
  parts.push(index < operands.count ? `otherwise ${operands.noun(index)}` : "otherwise Null");
  return loose(parts.join("; "));
}

function zoneOf({ count, noun }: Operands, index: number): string {
  return count > index ? `, in time zone ${noun(index)}` : "";
}

function letters({ number, noun }: Operands, kept: string, dropped: string): Words {
  const count = number(1);
  if (count !== null && count < 0) return tight(`${noun(0)} without its ${dropped} ${counted(-count, "letter")}`);
  return tight(`the ${kept} ${count === null ? `${noun(1)} letters` : counted(count, "letter")} of ${noun(0)}`);
}

function orderOf({ count, word, noun }: Operands, index: number): string {
  if (count <= index) return "ascending";
  const direction = word(index);
  if (direction === null) return `in the direction ${noun(index)}`;
  return direction === "desc" ? "descending" : "ascending";
}

const totals: Readonly<Partial<Record<string, string>>> = {
  grand_total: "all rows",
  parent_grouping: "the rows of the grouping around it",
  x_axis: "all values of the x axis",
  color: "all colours",
  row: "the rows of the pivot",
  column: "the columns of the pivot",
  row_parent: "the row around it in the pivot",
  column_parent: "the column around it in the pivot",
};

function totalOf({ count, word, noun }: Operands): string {
  const mode = word(1);
  const where = (mode === null ? undefined : totals[mode]) ?? `the level ${noun(1)}`;
  return count > 2 ? `${where}, ${noun(2)} levels up` : where;
}

function fetched(operands: Operands, where: string): Words {
  const keys: string[] = [];
  for (let index = 1; index + 1 < operands.count; index += 2)
    keys.push(`${operands.noun(index + 1)} equals ${operands.noun(index)}`);
  return loose(`${operands.noun(0)} ${where} where ${listed(keys, "and")}`);
}

function moving(what: string, operands: Operands): Words {
  return loose(`${what} ${operands.noun(0)} over ${movingRows(operands, 1)}`);
}

function movingRows({ count, number, noun }: Operands, index: number): string {
  const above = number(index);
  const below = count > index + 1 ? number(index + 1) : 0;
  if (above === null || below === null) {
    const end = count > index + 1 ? `${noun(index + 1)} rows below` : "this row";
    return `the rows from ${noun(index)} rows above to ${end}`;
  }
  return above === 0 && below === 0 ? "this row alone" : `the rows from ${place(-above)} to ${place(below)}`;
}

function place(offset: number): string {
  if (offset === 0) return "this row";
  return offset < 0 ? `${counted(-offset, "row")} above` : `${counted(offset, "row")} below`;
}

function ranked(what: string, operands: Operands, index: number, ties: string): Words {
  const { count, word, noun } = operands;
  if (count <= index) return tight(`${what} in the order of the rows`);
  const direction = count > index + 1 ? word(index + 1) : "asc";
  const order =
    direction === null
      ? `in the direction ${noun(index + 1)}`
      : direction === "desc"
        ? "from the largest"
        : "from the smallest";
  return loose(`${what} by ${noun(index)}, ${order}${ties}`);
}

function shifted({ count, number, noun }: Operands, forward: string, backward: string): Words {
  const offset = count > 1 ? number(1) : 1;
  const where =
    offset === null
      ? `${noun(1)} rows ${forward}`
      : offset === 0
        ? "on this row"
        : `${counted(Math.abs(offset), "row")} ${offset > 0 ? forward : backward}`;
  return loose(`the value of ${noun(0)} ${where}${count > 2 ? `, or ${noun(2)} where there is no such row` : ""}`);
}
