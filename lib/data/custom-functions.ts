import "server-only";
import {
  type CustomFunctionDraft,
  createCustomFunction,
  findCustomFunctions,
  removeCustomFunction,
  type StoredCustomFunction,
  updateCustomFunction,
} from "#db/queries/custom-functions";
import { recordAudit } from "#lib/audit/record";
import type { CustomFunctionItem, SaveCustomFunctionInput } from "#lib/contract/custom-functions";
import { AskbookError } from "#lib/errors";
import { checkCustomFunction } from "#lib/formula/custom-function";
import { type FormulaType, type ValueType, valueTypes } from "#lib/formula/types";
import type { Viewer } from "#lib/permissions";

export async function listCustomFunctions(viewer: Viewer): Promise<CustomFunctionItem[]> {
  const functions = await findCustomFunctions(viewer);
  return functions.map(({ updatedAt, arguments: operands, ...one }) => ({
    ...one,
    arguments: operands.map(({ name, type }) => ({ name, type: valueTypeOf(type) })),
    version: updatedAt.toISOString(),
  }));
}

/** In force at the next formula that is checked. Throws `formula_invalid` naming the field, `conflict`. */
export async function saveCustomFunction(viewer: Viewer, { target, draft }: SaveCustomFunctionInput): Promise<void> {
  if (target === null) {
    await createCustomFunction(viewer, draft, requireSound);
    await recordAudit(viewer, {
      action: "custom-function.create",
      target: draft.name,
      after: { ...draft },
      outcome: "done",
    });
    return;
  }
  const change = { draft, expected: new Date(target.version) };
  const before = await updateCustomFunction(viewer, target.id, change, requireSound);
  await recordAudit(viewer, {
    action: "custom-function.update",
    target: before.name,
    before: recorded(before),
    after: { ...draft },
    outcome: "done",
  });
}

/** Formulas that name it have an error from then on. */
export async function deleteCustomFunction(viewer: Viewer, functionId: string): Promise<void> {
  const before = await removeCustomFunction(viewer, functionId);
  await recordAudit(viewer, {
    action: "custom-function.remove",
    target: before.name,
    before: recorded(before),
    outcome: "done",
  });
}

/** Warnings are for the admin to weigh; errors forbid the function. */
function requireSound(draft: CustomFunctionDraft, others: readonly StoredCustomFunction[]): void {
  const problem = checkCustomFunction(draft, others).diagnostics.find(({ severity }) => severity === "error");
  if (problem === undefined) return;
  const field = problem.argument === undefined ? problem.field : `arguments.${problem.argument}`;
  throw new AskbookError("formula_invalid", { message: problem.message, field });
}

function recorded({ name, description, arguments: operands, formula, isHidden }: StoredCustomFunction) {
  return { name, description, arguments: operands, formula, isHidden };
}

function valueTypeOf(type: FormulaType): ValueType {
  return valueTypes.find((one) => one === type) ?? "variant";
}
