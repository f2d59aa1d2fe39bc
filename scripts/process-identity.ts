import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

export type ProcessIdentity = {
  /** Tells a process from a later one with the same number. */
  readonly started: string;
  readonly command: string;
};

/** Which process has this number now; null when none runs. */
export function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

async function fromProc(pid: number): Promise<ProcessIdentity | null> {
  try {
    const [status, command, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile(`/proc/${pid}/cmdline`, "utf8"),
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
    ]);
    // The name, in parentheses, may hold anything; the state comes after it and the start in clock ticks 19 fields later.
    const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    return { started: `${boot.trim()} ${fields[19]}`, command: command.replaceAll("\0", " ").trim() };
  } catch {
    return null;
  }
}

async function fromPs(pid: number): Promise<ProcessIdentity | null> {
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=,stat=,command=", "-p", String(pid)]);
    const [, started = "", state = "", command = ""] = /^\s*(.{24})\s+(\S+)\s+(.*)$/.exec(stdout.trim()) ?? [];
    return state === "" || state.startsWith("Z") ? null : { started, command };
  } catch {
    return null;
  }
}
