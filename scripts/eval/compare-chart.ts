import type { Answer } from "#scripts/eval/ask";
import type { Gold } from "#scripts/eval/sets";

type GoldChart = Extract<Gold, { kind: "chart" }>["chart"];

/** The same columns, the same aggregates over them, and the same kind of mark. */
export function isSameChart({ chart, schema }: Answer, gold: GoldChart): boolean {
  if (chart === null) return false;
  const shown = schema.filter(({ key }) => [chart.x, chart.color, ...chart.y].includes(key));
  const columns = shown.map(({ formula, name }) => partsOf(formula, name));
  const fields = new Set(columns.flatMap(({ fields: names }) => names));
  const wanted = new Set(gold.fields.map(lower));
  return (
    isSame(fields, wanted) && isSame(aggregatesOf(columns), wantedAggregates(gold)) && isSameMark(chart.mark, gold)
  );
}

function partsOf(
  formula: string,
  name: string,
): { readonly aggregate: string | null; readonly fields: readonly string[] } {
  const fields = [...formula.matchAll(/\[([^\]]+)\]/g)].map((match) => lower(match[1] ?? ""));
  const aggregate = /^(Sum|Avg|Count|CountDistinct|Min|Max|Median)\(/.exec(formula)?.[1] ?? null;
  return {
    aggregate: aggregate === null ? null : (names[aggregate] ?? null),
    fields: fields.length === 0 && aggregate === null ? [lower(name)] : fields,
  };
}

const names: Readonly<Record<string, string>> = {
  Sum: "sum",
  Avg: "mean",
  Count: "count",
  CountDistinct: "distinct",
  Min: "min",
  Max: "max",
  Median: "median",
};

function aggregatesOf(
  columns: readonly { readonly aggregate: string | null; readonly fields: readonly string[] }[],
): Set<string> {
  return new Set(
    columns.flatMap(({ aggregate, fields }) => (aggregate === null ? [] : [`${aggregate} ${fields.join(",")}`])),
  );
}

function wantedAggregates({ measures }: GoldChart): Set<string> {
  const told = measures.filter(({ aggregate }) => aggregate !== null && aggregate !== "none");
  return new Set(told.map(({ aggregate, field }) => `${aggregate} ${field === null ? "" : lower(field)}`));
}

const sameMarks: Readonly<Record<string, readonly string[]>> = {
  bar: ["bar", "histogram"],
  point: ["scatter"],
  circle: ["scatter"],
  line: ["line", "area"],
  area: ["area", "line"],
  arc: ["pie", "donut"],
};

function isSameMark(mark: string, { mark: gold }: GoldChart): boolean {
  return (sameMarks[gold] ?? [gold]).includes(mark);
}

function isSame(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((value) => right.has(value));
}

function lower(text: string): string {
  return text.trim().toLowerCase();
}
