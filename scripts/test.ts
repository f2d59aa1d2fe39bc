import { installChromium } from "./chromium.ts";
import { bin, checkSteps, integrationStep, reportPath, runSteps, type Step } from "./steps.ts";

const chromium = installChromium();

await runSteps([
  ...checkSteps,
  integrationStep,
  { name: "production build", command: [process.execPath, "--conditions=react-server", "scripts/build.ts"] },
  [1, 2, 3].map(browserTests),
]);

/** A third of the browser tests, against a server of their own: they mostly wait for pages, so three fit on two cores. */
function browserTests(third: number): Step {
  const name = `browser ${third} of 3`;
  return {
    name,
    command: [bin("playwright"), "test", `--shard=${third}/3`, `--output=test-results/browser-${third}`],
    environment: {
      PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath(name),
      ...(chromium === undefined ? {} : { ASKBOOK_CHROMIUM: chromium }),
    },
    report: "playwright",
  };
}
