import { parseArgs } from "node:util";
import { measureCharts } from "./bench/charts.ts";
import { measureCompiledSql } from "./bench/compiled-sql.ts";
import { measureFormulas, printFormulaCosts } from "./bench/formulas.ts";
import { measureProduct } from "./bench/product.ts";
import { measureRanges } from "./bench/ranges.ts";
import { isWithin, printMeasurements } from "./bench/rounds.ts";
import { holdsStreams, measureStreams, printStreams } from "./bench/streams.ts";

const usage = `npm run bench                          everything
npm run bench -- formulas              checking and compiling, and hostile texts
npm run bench -- sql [--rows 10000000] compiled SQL against SQL by hand
npm run bench -- ranges [--rows 10000000] scrolling through rows, stored and sorted
npm run bench -- charts                a chart of 25,000 points, drawn on the server
npm run bench -- product               queries, answers and starts of the whole product
npm run bench -- streams               100 answers streaming at once`;

/** Prints speed as ratios, each against a baseline of the same run. Fails when a line with a limit is above it. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: "string", default: "10000000" } },
});

const parts: Readonly<Record<string, () => Promise<boolean>>> = {
  formulas: async () => {
    const costs = measureFormulas();
    printFormulaCosts(costs);
    return costs.every(({ offender }) => offender === null);
  },
  sql: async () => {
    const measurements = await measureCompiledSql(Number(values.rows), 15);
    printMeasurements(measurements);
    return measurements.every(isWithin);
  },
  ranges: async () => {
    const measurements = await measureRanges(Number(values.rows), 9);
    printMeasurements(measurements);
    return measurements.every(isWithin);
  },
  charts: async () => {
    const measurements = await measureCharts(15);
    printMeasurements(measurements);
    return measurements.every(isWithin);
  },
  product: async () => {
    const measurements = await measureProduct();
    printMeasurements(measurements);
    return measurements.every(isWithin);
  },
  streams: async () => {
    const load = await measureStreams();
    printStreams(load);
    return holdsStreams(load);
  },
};

const asked = positionals.length === 0 ? Object.keys(parts) : positionals;
for (const name of asked) {
  const run = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (run === undefined) {
    console.error(usage);
    process.exitCode = 2;
    break;
  }
  if (!(await run())) process.exitCode = 1;
}
