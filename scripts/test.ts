import { installChromium } from "./chromium.ts";
import { bin, checkSteps, integrationStep, reportPath, runSteps, type Step } from "./steps.ts";

/** By their number, and whole files: so that both halves take about as long. */
const sharesOfTests = "49:51";
const chromium = installChromium();

await runSteps([
  ...checkSteps,
  integrationStep,
  { name: "production build", command: [process.execPath, "--conditions=react-server", "scripts/build.ts"] },
  [1, 2].map(browserTests),
]);

/** Half of the browser tests, against a server of their own: two halves take two cores. */
function browserTests(half: number): Step {
  const name = `browser ${half} of 2`;
  return {
    name,
    command: [bin("playwright"), "test", `--shard=${half}/2`, `--output=test-results/browser-${half}`],
    environment: {
      PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath(name),
      PWTEST_SHARD_WEIGHTS: sharesOfTests,
      ...(chromium === undefined ? {} : { ASKBOOK_CHROMIUM: chromium }),
    },
    report: "playwright",
  };
}
