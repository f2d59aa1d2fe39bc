import { installChromium } from "./chromium.ts";
import { bin, checkSteps, integrationStep, reportPath, runSteps } from "./steps.ts";

const chromium = installChromium();

await runSteps([
  ...checkSteps,
  integrationStep,
  { name: "production build", command: [process.execPath, "--conditions=react-server", "scripts/build.ts"] },
  {
    name: "browser",
    command: [bin("playwright"), "test"],
    environment: {
      PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath("browser"),
      ...(chromium === undefined ? {} : { ASKBOOK_CHROMIUM: chromium }),
    },
    report: "playwright",
  },
]);
