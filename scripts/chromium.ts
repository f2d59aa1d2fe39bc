import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { bin } from "./steps.ts";

/** First Chromium's headless build, what Playwright too runs by itself: the tests take an eighth less time in it. */
const systemPaths = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** A Chromium for the browser tests: the system's, else Debian's package, else Playwright's own download (undefined: it knows where). */
export function installChromium(): string | undefined {
  const wanted = process.env["ASKBOOK_CHROMIUM"];
  if (wanted !== undefined) return wanted;
  const present = systemPaths.find((path) => existsSync(path));
  if (present !== undefined) return present;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    console.log("Installing Chromium with apt-get …");
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const aptGet = (...words: string[]) => spawnSync("apt-get", words, { stdio: "inherit", env: environment });
    aptGet("update", "-qq");
    const install = (...packages: string[]) => aptGet("install", "-y", "-qq", "--no-install-recommends", ...packages);
    // Not every release of Debian has the headless build.
    if (install("chromium-headless-shell", "fonts-liberation").status !== 0) install("chromium", "fonts-liberation");
    const installed = systemPaths.find((path) => existsSync(path));
    if (installed !== undefined) return installed;
  }
  console.log("Installing Chromium with Playwright …");
  const outcome = spawnSync(bin("playwright"), ["install", "chromium"], { stdio: "inherit" });
  if (outcome.status !== 0)
    throw new Error("No Chromium: install Debian's chromium package, or set ASKBOOK_CHROMIUM to a Chromium or Chrome.");
  return undefined;
}
