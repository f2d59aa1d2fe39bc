import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { bin } from "./steps.ts";

const systemPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A Chromium for the browser tests: the system's, else Debian's package, else Playwright's own download (undefined: it knows where). */
export function installChromium(): string | undefined {
  const wanted = process.env["ASKBOOK_CHROMIUM"];
  if (wanted !== undefined) return wanted;
  const present = systemPaths.find((path) => existsSync(path));
  if (present !== undefined) return present;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    console.log("Installing Chromium with apt-get …");
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit", env: environment });
    spawnSync("apt-get", ["install", "-y", "-qq", "chromium"], { stdio: "inherit", env: environment });
    const installed = systemPaths.find((path) => existsSync(path));
    if (installed !== undefined) return installed;
  }
  console.log("Installing Chromium with Playwright …");
  const outcome = spawnSync(bin("playwright"), ["install", "chromium"], { stdio: "inherit" });
  if (outcome.status !== 0)
    throw new Error("No Chromium: install Debian's chromium package, or set ASKBOOK_CHROMIUM to a Chromium or Chrome.");
  return undefined;
}
