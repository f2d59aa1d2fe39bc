import "server-only";
import { z } from "zod";
import type { RunRow } from "#db/queries/runs";
import type { RunStatus } from "#lib/contract/runs";

const inputSchema = z.object({ continuesRunId: z.uuid() });

/** The run that this one goes on with; null when it began anew. */
export function continuedBy({ input }: Pick<RunRow, "input">): string | null {
  return inputSchema.safeParse(input).data?.continuesRunId ?? null;
}

/** Whether something may be missing that another run can add. */
export function isContinuable(status: RunStatus): boolean {
  return status === "interrupted" || status === "stopped" || status === "failed";
}
