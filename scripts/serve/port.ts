import { once } from "node:events";
import { createServer } from "node:net";
import { hasCode } from "../files.ts";

/** The port that `PORT` asks for. */
export function readPort(): number {
  const text = process.env["PORT"] ?? "3000";
  const port = Number(text);
  if (text.trim() === "" || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT is not a port number: ${text}`);
  return port;
}

/** Throws a sentence when nobody could listen there: better before a minute of building than after it. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, "listening");
    probe.close();
    await once(probe, "close");
  } catch (error) {
    throw new Error(explainListening(error, host, port), { cause: error });
  }
}

/** Why a server cannot listen on an address, and what to do. */
export function explainListening(error: unknown, host: string, port: number): string {
  if (hasCode(error, "EADDRINUSE"))
    return `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npm start`;
  if (hasCode(error, "EACCES")) return `This user may not listen on port ${port}. Choose another one with PORT.`;
  if (hasCode(error, "EADDRNOTAVAIL") || hasCode(error, "ENOTFOUND"))
    return `${host} is not an address of this machine. Change HOST.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
