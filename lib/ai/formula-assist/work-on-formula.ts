import "server-only";
import { requireAi } from "#lib/ai/providers/registry";
import type { StartFormulaRun } from "#lib/contract/formula-assist";
import { type Person, requirePermission } from "#lib/permissions";
import type { RunWork } from "#lib/runs/perform-run";

/** Writing takes a model; correcting and explaining begin with what the checker and the syntax tree tell, and go on without one. */
export async function requireFormulaAssist(viewer: Person, { kind }: StartFormulaRun): Promise<void> {
  requirePermission(viewer, "useFormulaAi");
  if (kind === "write-formula") await requireAi(viewer);
}

export function workOnFormula(_viewer: Person, _input: StartFormulaRun): RunWork {
  return async ({ write }) => {
    write({
      type: "data-formula-verdict",
      id: "verdict",
      data: { verdict: "declined", message: "This is being built.", diagnostics: [], nearest: null },
    });
  };
}
