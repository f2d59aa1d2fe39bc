import "server-only";
import { createAuditEntry } from "#db/queries/audit";
import type { Viewer } from "#lib/permissions";
import { redact } from "./redact.ts";

export type AuditRecord = {
  /** What was done, as `thing.verb`: `provider.save`, `member.invite`. */
  readonly action: string;
  readonly target?: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly outcome: "done" | "refused" | "failed";
};

/** Writes one entry of the audit log; values under names of secrets are redacted. */
export async function recordAudit(viewer: Viewer, record: AuditRecord): Promise<void> {
  await createAuditEntry(viewer, {
    action: record.action,
    target: record.target ?? "",
    before: record.before === undefined ? null : redact(record.before),
    after: record.after === undefined ? null : redact(record.after),
    outcome: record.outcome,
  });
}
