import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureCharts } from "./bench/charts.ts";
import { measureCompiledSql } from "./bench/compiled-sql.ts";
import { measureFirstRows } from "./bench/first-rows.ts";
import { measureFormulas, printFormulaCosts } from "./bench/formulas.ts";
import { measureProduct } from "./bench/product.ts";
import { measureRanges } from "./bench/ranges.ts";
import { isWithin, printMeasurements } from "./bench/rounds.ts";
import { holdsStreams, measureStreams, printStreams } from "./bench/streams.ts";
import { measureWorkbook } from "./bench/workbook.ts";

const usage = `npm run bench                          everything
npm run bench -- formulas              checking and compiling, and hostile texts
npm run bench -- sql [--rows 10000000] compiled SQL against SQL by hand
npm run bench -- ranges [--rows 10000000] scrolling through rows, stored and sorted
npm run bench -- first-rows [--rows 10000000] how long a table would be shown before it is whole
npm run bench -- charts                a chart of 25,000 points, drawn on the server
npm run bench -- product               queries, answers and starts of the whole product
npm run bench -- workbook [--rows 10000000] a large chart, and typing, opening, explaining and scrolling in Chromium
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
  "first-rows": async () => {
    const measurements = await measureFirstRows(Number(values.rows), 9);
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
  workbook: async () => {
    const measurements = await measureWorkbook(Number(values.rows), printMeasurements);
    return measurements.every(isWithin);
  },
  streams: async () => {
    const load = await measureStreams();
    printStreams(load);
    return holdsStreams(load);
  },
};

const asked = positionals.length === 0 ? Object.keys(parts) : positionals;
if (asked.some((name) => !Object.hasOwn(parts, name))) {
  console.error(usage);
  process.exitCode = 2;
} else if (asked.length > 1) {
  // Each in a process of its own: a process keeps the configuration of the first product that it measures.
  for (const name of asked) if (!runApart(name)) process.exitCode = 1;
} else {
  for (const name of asked) if ((await parts[name]?.()) !== true) process.exitCode = 1;
}

function runApart(name: string): boolean {
  const parameters = [...process.execArgv, fileURLToPath(import.meta.url), name, "--rows", values.rows];
  return spawnSync(process.execPath, parameters, { stdio: "inherit" }).status === 0;
}
