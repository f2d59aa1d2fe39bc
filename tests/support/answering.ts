import { startRun } from "#lib/ai/start-run";
import type { Permission, Person } from "#lib/permissions";
import { readRunEvents } from "#lib/runs/read-run-events";

/**
 * A server that answers one question, given its person and the question: prints the run's id, then every event as a reader gets it,
 * until it is killed.
 */
const person: Omit<Person, "permissions" | "signedInAt"> & { permissions: Permission[] } = JSON.parse(
  process.argv[2] ?? "",
);
const viewer: Person = { ...person, permissions: new Set(person.permissions), signedInAt: new Date() };
const { runId } = await startRun(viewer, { kind: "ask", question: process.argv[3] ?? "" });
process.stdout.write(`${JSON.stringify({ runId })}\n`);
const signal = new AbortController().signal;
for await (const event of readRunEvents(viewer, runId, { after: 0, signal }))
  process.stdout.write(`${JSON.stringify(event)}\n`);
// Nobody killed it in time: the pools would keep it alive.
process.exit(3);
