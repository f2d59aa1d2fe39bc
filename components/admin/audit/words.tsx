import type { AuditOutcome } from "#lib/contract/audit";

/** `ai-limits.update` as "AI limits: update". */
export function describeAction(action: string): string {
  const [thing = "", ...verb] = action.split(".");
  const spaced = thing.replaceAll("-", " ").replace(/^ai\b/, "AI");
  const name = `${spaced.charAt(0).toUpperCase()}${spaced.slice(1)}`;
  return verb.length === 0 ? name : `${name}: ${verb.join(" ").replaceAll("-", " ")}`;
}

export const outcomeLabels: Record<AuditOutcome, string> = { done: "Done", refused: "Refused", failed: "Failed" };
