import type { Filter, Sort, Worksheet } from "#lib/worksheet/worksheet";
import type { DrawnView } from "#scripts/differential/draw-worksheet";

/** What `npm run differential` once found, made small. Each is asked on several random tables. */
export type NamedCase = { readonly name: string; readonly view: DrawnView };

type Parts = {
  /** `name = formula`; the name is the id. */
  readonly columns: readonly string[];
  readonly groupings?: readonly {
    readonly keys: readonly string[];
    readonly calculations?: readonly string[];
    readonly sort?: readonly Sort[];
  }[];
  readonly summaries?: readonly string[];
  readonly filters?: readonly Filter[];
  /** A level of the worksheet: `g1`, `base`, `summary`. */
  readonly level: string;
  readonly show: readonly string[];
};

function ofRows(name: string, formula: string): NamedCase {
  return ofWorksheet(name, { columns: ["Row = [Id]", `Result = ${formula}`], level: "base", show: ["Row", "Result"] });
}

function ofAll(name: string, formula: string): NamedCase {
  const columns = ["Row = [Id]", `Result = ${formula}`];
  return ofWorksheet(name, { columns, summaries: ["Result"], level: "summary", show: ["Result"] });
}

function ofWorksheet(name: string, parts: Parts): NamedCase {
  const worksheet: Worksheet = {
    version: 1,
    name,
    source: { sourceId: "facts" },
    columns: parts.columns.map((column) => {
      const [id = "", ...formula] = column.split(" = ");
      return { id, name: id, formula: formula.join(" = ") };
    }),
    groupings: (parts.groupings ?? []).map(({ keys, calculations = [], sort = [] }, index) => ({
      id: `g${index + 1}`,
      keys: [...keys],
      calculations: [...calculations],
      sort: [...sort],
    })),
    summaries: [...(parts.summaries ?? [])],
    filters: [...(parts.filters ?? [])],
    sort: [],
    limit: null,
  };
  const view = { worksheetId: "w1", level: parts.level, columns: [...parts.show] };
  return { name, view: { document: { worksheets: { w1: worksheet }, controls: [] }, view } };
}

const rows = "Row = [Id]";
const top: Omit<Extract<Filter, { kind: "topN" }>, "columnId" | "exclude" | "nulls"> = {
  id: "f1",
  kind: "topN",
  n: 3,
  direction: "top",
  per: "all",
};

export const namedCases: readonly NamedCase[] = [
  ofRows("the smallest of moving truth values", 'MovingMin(CurrentUserInTeam("Finance") Or [Flag], 1)'),
  ofRows("the largest of running truth values", "CumulativeMax([Flag])"),
  ofAll("a Null that a call gives, as a condition", "MinIf([Flag], Coalesce(Null))"),
  ofAll("a percentile of Nulls", "PercentileDisc(Null, 1)"),
  ofAll("a list of Nulls", "ListAgg(Null)"),
  ofRows("the last text of Null", "FillDown(Text(Null))"),
  ofAll("the sum of a number of Null", "Sum(Number(Null))"),
  ofRows("capitals of what was compared", "Proper(GreatestNonNull([Name]))"),
  ofRows("capitals of what came over a relationship", "Upper([Items/Label]) & Lower(Greatest([Name], [Tag]))"),
  ofAll("a list of one different value", "ListAggDistinct(0)"),
  ofAll("a list of different values of a condition", 'ListAggDistinct(If([Flag], "a", "b"), "-", "desc")'),
  ofAll("an array of one value", 'ArrayAgg("A")'),
  ofAll("an array of one different value", "ArrayAggDistinct(Today())"),
  ofAll("a list of days beside times", 'ListAgg(GreatestNonNull(Date("2023-12-31"), [Moment]))'),
  ofAll("rows counted inside of a function", "DateFromUnix(Count())"),
  ofAll("a constant's largest inside of a function", "DateFromUnix(Max(1))"),
  ofRows("the whole of the largest whole numbers", "Floor([Big])"),
  ofRows("the largest whole numbers to tens", "Round([Big], -1)"),
  ofRows("bits of the largest whole numbers", "BitOr([Big], 2.5)"),
  ofRows("odd whole numbers", "IsOdd([Small])"),
  ofRows("a quotient by what was rounded up", "Div([Small], Ceiling([Small]))"),
  ofRows("the rest by a whole number or Null of a double", "Mod([Small], NullIf([Id], [Rate]))"),
  ofRows("halves of a microsecond", "DateFromUnixUs([Rate])"),
  ofRows("a window inside of an array function", "ArraySlice(Array(1, 2, 3), FillDown([Small]))"),
  ofRows("a window inside of a sequence", "Sequence(Last([Small]), 5)"),
  ofRows("a window inside of a set of items", "ArrayExcept(Array(1), Variant(Nth([Items/Label], [Id])))"),
  ofWorksheet("a total of an aggregate over groups, read from below", {
    columns: [rows, "K = [Day]", "C = Day([K])", 'D = Subtotal(RegressionSlope([C], [Amount]), "grand_total")'],
    groupings: [{ keys: ["K"], calculations: ["C", "D"] }],
    level: "base",
    show: ["Row", "D"],
  }),
  ofWorksheet("a total of rows that Rollup has filtered", {
    columns: [
      rows,
      "K = [Amount]",
      "J = Rollup(Max([Things/Price]), [Item], [Things/Item ID])",
      "C = GrandTotal([Margin])",
    ],
    groupings: [{ keys: ["K"], calculations: ["C"] }],
    filters: [{ id: "f1", columnId: "J", exclude: false, nulls: "drop", kind: "list", values: [] }],
    level: "base",
    show: ["Row", "C"],
  }),
  ofWorksheet("the top of keys that keeps Nulls", {
    columns: [rows, "K = [Amount]"],
    groupings: [{ keys: ["K"] }],
    filters: [{ ...top, columnId: "K", exclude: false, nulls: "keep" }],
    level: "base",
    show: ["Row"],
  }),
  ofWorksheet("all but the top without Nulls", {
    columns: [rows, "K = [Amount]"],
    groupings: [{ keys: ["K"] }],
    filters: [{ ...top, columnId: "K", exclude: true, nulls: "drop" }],
    level: "base",
    show: ["Row"],
  }),
  ofWorksheet("a filter on a calculation that reads no row", {
    columns: [rows, "K = [Tag]", "C = Null / Null", "D = [K]"],
    groupings: [{ keys: ["K"], calculations: ["C", "D"] }],
    filters: [{ id: "f1", columnId: "C", exclude: true, nulls: "keep", kind: "list", values: [0, 10.5] }],
    level: "g1",
    show: ["K", "D"],
  }),
  ofWorksheet("a filter on a summary that reads no row", {
    columns: [rows, 'S = DatePart("hour", Now())', "T = Sum([Amount])"],
    summaries: ["S", "T"],
    filters: [{ id: "f1", columnId: "S", exclude: false, nulls: "keep", kind: "range", min: 1.5, max: 2 }],
    level: "summary",
    show: ["S", "T"],
  }),
  ofWorksheet("an aggregate of the inner keys, read from between", {
    columns: [rows, "K = [Small]", "L = [Flag]", "M = [Day]", "S = Max([M])"],
    groupings: [{ keys: ["K"] }, { keys: ["L", "M"] }],
    summaries: ["S"],
    level: "g1",
    show: ["K", "S"],
  }),
  ofWorksheet("two keys, one of them listed by the summary", {
    columns: [rows, "K = [Name]", 'L = "month"', "M = [Day]", "S = ListAggDistinct([L]) = Min([Items/Kind])"],
    groupings: [{ keys: ["K", "L"] }, { keys: ["M"] }],
    summaries: ["S"],
    level: "summary",
    show: ["S"],
  }),
  ofWorksheet("different values of a column that is one constant", {
    columns: [rows, "B = 1", 'S = ListAggDistinct([B], "|", "asc")'],
    summaries: ["S"],
    level: "summary",
    show: ["S"],
  }),
  ofRows("a range of dates of an unknown length", 'InDateRange([Day], "current", "year", [Small])'),
  ofRows("a default with more digits than the value", "Lead(2, 1, [Big])"),
  ofWorksheet("a condition on the summary that reads nothing", {
    columns: [rows, "S = Count()"],
    summaries: ["S"],
    filters: [
      { id: "f", columnId: "S", exclude: false, nulls: "drop", kind: "formula", formula: "Choose(1, False, [S] > 0)" },
    ],
    level: "summary",
    show: ["S"],
  }),
  ofWorksheet("texts of two collations in one list", {
    columns: [rows, "S = LeastNonNull(ListAggDistinct([Small]), MinIf(Lower([Name]), [Flag]), Max([Tag]))"],
    summaries: ["S"],
    level: "summary",
    show: ["S"],
  }),
  ofWorksheet("a list in the order of its rows", {
    columns: [rows, "K = [Tag]", "B = [Amount]", "C = ListAgg([Row])"],
    groupings: [{ keys: ["K"], calculations: ["C"] }],
    level: "g1",
    show: ["K", "C"],
  }),
];
