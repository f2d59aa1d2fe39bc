import { defineConfig, devices } from "@playwright/test";

const executablePath = process.env["ASKBOOK_CHROMIUM"];
const reportFile = process.env["PLAYWRIGHT_JSON_OUTPUT_FILE"];

export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "./tests/e2e/support/global-setup.ts",
  fullyParallel: false,
  workers: 1,
  // No test is about speed: a busy machine may take its time.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  // A browser on a busy machine can lose a race that no product code lost: it may be run again, and is counted and named as flaky.
  retries: 1,
  reporter: reportFile === undefined ? [["list"]] : [["list"], ["json", { outputFile: reportFile }]],
  outputDir: "test-results/browser",
  use: {
    ...devices["Desktop Chrome"],
    baseURL: process.env["ASKBOOK_E2E_URL"] ?? "http://127.0.0.1:3000",
    viewport: { width: 1440, height: 900 },
    // Chromium draws by the processor here: what moves costs more than all else.
    contextOptions: { reducedMotion: "reduce" },
    trace: "off", // It takes a third of the tests' time: for one test, `npx playwright test <file> --trace on`.
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
