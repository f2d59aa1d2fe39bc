import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Runs the steps of `npm run check` and `npm test` one after another and adds up what the test runners counted. */
export type Step = {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the runner leaves its report, by its file name in `reportFolder`. */
  readonly report?: "vitest" | "playwright";
};

export type Counts = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of those that passed: only when they were tried again. Their names are in the runner's output. */
  readonly flaky: number;
};

const none: Counts = { passed: 0, failed: 0, skipped: 0, flaky: 0 };

const reportFolder = join("test-results", "reports");

export function reportPath(name: string): string {
  return join(reportFolder, `${name}.json`);
}

/**
 * Steps in an inner list run side by side. Stops at the first that fails. Prints `N passed, M failed[, K skipped]` last, and before it
 * how many passed only when tried again; the exit code is 1 after a failure.
 */
export async function runSteps(steps: readonly (Step | readonly Step[])[]): Promise<void> {
  rmSync(reportFolder, { recursive: true, force: true });
  mkdirSync(reportFolder, { recursive: true });
  const total = { ...none };
  for (const beside of steps.map((step) => [step].flat())) {
    const outcomes = await Promise.all(beside.map(runStep));
    for (const { counts } of outcomes) {
      total.passed += counts.passed;
      total.failed += counts.failed;
      total.skipped += counts.skipped;
      total.flaky += counts.flaky;
    }
    if (outcomes.every(({ code }) => code === 0)) continue;
    if (outcomes.every(({ counts }) => counts.failed === 0)) total.failed += 1;
    process.exitCode = 1;
    break;
  }
  if (total.flaky > 0)
    console.log(`\n${total.flaky} passed only when tried again: look above for "flaky", and mend them`);
  console.log(
    `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`,
  );
}

async function runStep(step: Step): Promise<{ readonly code: number; readonly counts: Counts }> {
  const started = performance.now();
  console.log(`\n── ${step.name} ──`);
  const code = await run(step);
  const outcome = code === 0 ? "passed" : `failed (exit ${code})`;
  console.log(`── ${step.name}: ${outcome} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return { code, counts: countsOf(step) };
}

function run(step: Step): Promise<number> {
  const [program = "", ...rest] = step.command;
  return new Promise((resolve) => {
    const child = spawn(program, rest, { stdio: "inherit", env: { ...process.env, ...step.environment } });
    child.on("error", (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve(127);
    });
    child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}

/** A step without tests counts as one that passed; one whose runner left no report counts nothing. */
function countsOf(step: Step): Counts {
  if (step.report === undefined) return { ...none, passed: 1 };
  const path = reportPath(step.name);
  if (!existsSync(path)) return none;
  return readers[step.report](JSON.parse(readFileSync(path, "utf8")));
}

const readers: Record<NonNullable<Step["report"]>, (report: Record<string, unknown>) => Counts> = {
  vitest: (report) => ({
    ...none,
    passed: Number(report["numPassedTests"]),
    failed: Number(report["numFailedTests"]),
    skipped: Number(report["numPendingTests"]) + Number(report["numTodoTests"]),
  }),
  playwright: (report) => {
    const stats: Record<string, unknown> = { ...(typeof report["stats"] === "object" ? report["stats"] : {}) };
    return {
      passed: Number(stats["expected"]) + Number(stats["flaky"]),
      failed: Number(stats["unexpected"]),
      skipped: Number(stats["skipped"]),
      flaky: Number(stats["flaky"]),
    };
  },
};

export const bin = (name: string): string => join("node_modules", ".bin", name);

function vitest(project: string): Step {
  return {
    name: project,
    command: [
      bin("vitest"),
      "run",
      "--project",
      project,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${reportPath(project)}`,
    ],
    report: "vitest",
  };
}

/** The fast part. */
export const checkSteps: readonly Step[] = [
  { name: "format and lint", command: [bin("biome"), "ci", "--error-on-warnings", "."] },
  { name: "route types", command: [bin("next"), "typegen"] },
  { name: "types", command: [bin("tsc")] },
  vitest("unit"),
];

export const integrationStep: Step = vitest("integration");
