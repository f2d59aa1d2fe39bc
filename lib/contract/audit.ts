import { z } from "zod";

/** What crosses the wire about the audit log. Values under names of secrets were redacted before they were written. */

export const auditOutcomes = ["done", "refused", "failed"] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

export type AuditEntry = {
  readonly id: number;
  readonly userId: string | null;
  readonly userEmail: string | null;
  readonly action: string;
  readonly target: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly outcome: AuditOutcome;
  readonly createdAt: Date;
};

/** As the address has it; what makes no sense counts as absent. */
export const auditFilterSchema = z.object({
  /** An e-mail address; `system` for the server itself. */
  person: z.string().min(1).max(320).optional().catch(undefined),
  action: z.string().min(1).max(100).optional().catch(undefined),
  outcome: z.enum(auditOutcomes).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  text: z.string().trim().min(1).max(200).optional().catch(undefined),
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

export type AuditPage = {
  readonly entries: readonly AuditEntry[];
  /** Null: there is no older page. */
  readonly olderBefore: number | null;
  /** What entries can be filtered by. */
  readonly people: readonly string[];
  readonly actions: readonly string[];
};
