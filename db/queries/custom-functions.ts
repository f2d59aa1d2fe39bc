import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { db, type Executor } from "#db/client";
import { customFunction } from "#db/schema/custom-function";
import { organization } from "#db/schema/organization";
import { AskbookError } from "#lib/errors";
import type { CustomFunction } from "#lib/formula/checked";
import { requirePermission, type Viewer } from "#lib/permissions";
import { requireSourceUse } from "./conditions/source-access.ts";

export type StoredCustomFunction = CustomFunction & {
  readonly id: string;
  /** Not offered by completion; formulas that name it work. */
  readonly isHidden: boolean;
  readonly updatedAt: Date;
};

export type CustomFunctionDraft = Omit<StoredCustomFunction, "id" | "updatedAt">;

/** The organization's own functions by name: whoever uses sources may call them. */
export async function findCustomFunctions(viewer: Viewer): Promise<StoredCustomFunction[]> {
  requireSourceUse(viewer);
  return db()
    .select(columns)
    .from(customFunction)
    .where(eq(customFunction.organizationId, viewer.organizationId))
    .orderBy(asc(customFunction.name));
}

/** Judges a function beside the others of the organization; what it throws, nothing is written. */
export type Judge = (draft: CustomFunctionDraft, others: readonly StoredCustomFunction[]) => void;

/** Throws `conflict` when the name is taken, whatever its case, and what `judge` throws. */
export async function createCustomFunction(viewer: Viewer, draft: CustomFunctionDraft, judge: Judge): Promise<string> {
  requirePermission(viewer, "administer");
  return db().transaction(async (transaction) => {
    judge(draft, await lockAll(transaction, viewer));
    const [row] = await transaction
      .insert(customFunction)
      .values({ ...valuesOf(draft), organizationId: viewer.organizationId })
      .onConflictDoNothing()
      .returning({ id: customFunction.id });
    if (row === undefined) throw nameTaken(draft.name);
    return row.id;
  });
}

/** Gives what it was. `expected`: when the admin's state of it was written; another is a `conflict`. */
export async function updateCustomFunction(
  viewer: Viewer,
  functionId: string,
  { draft, expected }: { readonly draft: CustomFunctionDraft; readonly expected: Date },
  judge: Judge,
): Promise<StoredCustomFunction> {
  requirePermission(viewer, "administer");
  return db().transaction(async (transaction) => {
    const all = await lockAll(transaction, viewer);
    const before = find(all, functionId);
    if (before.updatedAt.getTime() !== expected.getTime()) throw new AskbookError("conflict");
    const others = all.filter(({ id }) => id !== functionId);
    judge(draft, others);
    if (others.some(({ name }) => name.toLowerCase() === draft.name.toLowerCase())) throw nameTaken(draft.name);
    await transaction
      .update(customFunction)
      .set({ ...valuesOf(draft), updatedAt: new Date() })
      .where(eq(customFunction.id, functionId));
    return before;
  });
}

/** Gives what it was. */
export async function removeCustomFunction(viewer: Viewer, functionId: string): Promise<StoredCustomFunction> {
  requirePermission(viewer, "administer");
  return db().transaction(async (transaction) => {
    const before = find(await lockAll(transaction, viewer), functionId);
    await transaction
      .delete(customFunction)
      .where(and(eq(customFunction.id, functionId), eq(customFunction.organizationId, viewer.organizationId)));
    return before;
  });
}

/** All of them, so that two writes at once cannot make a circle between functions that each is sound alone. */
async function lockAll(executor: Executor, viewer: Viewer): Promise<StoredCustomFunction[]> {
  await executor
    .select({ id: organization.id })
    .from(organization)
    .where(eq(organization.id, viewer.organizationId))
    .for("update");
  return executor
    .select(columns)
    .from(customFunction)
    .where(eq(customFunction.organizationId, viewer.organizationId))
    .orderBy(asc(customFunction.name));
}

function find(all: readonly StoredCustomFunction[], functionId: string): StoredCustomFunction {
  const found = all.find(({ id }) => id === functionId);
  if (found === undefined)
    throw new AskbookError("not_found", { message: "This custom function does not exist any more." });
  return found;
}

function valuesOf({ name, description, arguments: operands, formula, isHidden }: CustomFunctionDraft) {
  return { name, description, arguments: [...operands], formula, isHidden };
}

function nameTaken(name: string): AskbookError {
  return new AskbookError("conflict", { message: `There already is a custom function "${name}".`, field: "name" });
}

const columns = {
  id: customFunction.id,
  name: customFunction.name,
  description: customFunction.description,
  arguments: customFunction.arguments,
  formula: customFunction.formula,
  isHidden: customFunction.isHidden,
  updatedAt: customFunction.updatedAt,
};
