import "server-only";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);
const bytesPerPage = 4096;

/** Bytes of memory that a process really holds, as the operating system says; null when it cannot be known. */
export async function getResidentMemory(pid: number): Promise<number | null> {
  try {
    if (process.platform === "linux") {
      const pages = (await readFile(`/proc/${pid}/statm`, "utf8")).split(" ")[1];
      return Number(pages) * bytesPerPage;
    }
    const { stdout } = await execute("ps", ["-o", "rss=", "-p", String(pid)]);
    return Number(stdout.trim()) * 1024;
  } catch {
    // The process has just ended, or this system has no `ps`: then only the engine's own limit holds.
    return null;
  }
}
