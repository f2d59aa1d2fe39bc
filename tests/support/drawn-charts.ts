import { chartOf, type EvalChart } from "#scripts/eval/explain/charts";
import { createRandom, type Random } from "#tests/support/random";

const places = ["Oslo", "Lima", "Pune", "Cork", "Bern", "Quito", "Turku", "Nara", "Leeds", "Accra", "Gent", "Hull"];
const measures = ["COUNT(Place)", "SUM(Amount)", "AVG(Price)", "MAX(Height)"];

/** Charts of our own, the same for the same seed, with facts counted by plain loops. */
export function drawCharts(seed: number, count: number): EvalChart[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => drawChart(random, index));
}

function drawChart(random: Random, index: number): EvalChart {
  const kind = random.pick(["Bar", "Bar", "Line", "Pie"]);
  const labels = kind === "Line" ? yearsFrom(random) : random.sample(places, random.integer(2, places.length));
  const y = random.pick(measures);
  const scale = y.startsWith("COUNT") ? 1 : random.pick([1, 4, 100]);
  const rows = labels.map((label): [string | number, number] => [label, random.integer(1, 900) / scale]);
  const values = rows.map(([, value]) => value);
  const [max, min] = [Math.max(...values), Math.min(...values)];
  const at = (value: number): (string | number)[] => rows.flatMap(([label, own]) => (own === value ? [label] : []));
  const sum = values.reduce((total, value) => total + value, 0);
  const facts = {
    n: rows.length,
    max: { value: max, at: at(max) },
    min: { value: min, at: at(min) },
    sum,
    mean: sum / rows.length,
    range: max - min,
  };
  return chartOf({ id: `${kind}-${index}`, chart: kind, x: kind === "Line" ? "Year" : "Place", y, rows, facts });
}

function yearsFrom(random: Random): number[] {
  const first = random.integer(1990, 2016);
  const count = random.integer(3, 9);
  return Array.from({ length: count }, (_, index) => first + index);
}
