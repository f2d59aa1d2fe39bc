"use client";

import { createContext, useContext } from "react";
import type { WorkbookStage } from "#lib/contract/workbooks";
import type { Permission } from "#lib/permissions";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import type { ResultCache } from "./data/result-cache.tsx";
import type { Scopes } from "./data/use-scopes.tsx";

/** `view`: what is published, with changes that only this page knows. `edit`: the draft. `explore`: private changes that are kept. */
export type WorkbookMode = "view" | "edit" | "explore";

export type WorkbookContext = {
  readonly workbookId: string;
  readonly name: string;
  readonly mode: WorkbookMode;
  readonly stage: WorkbookStage;
  readonly document: WorkbookDocument;
  /** Changes of the same `burst` that follow each other are undone at once. */
  readonly change: (edit: (document: WorkbookDocument) => WorkbookDocument, burst?: string) => void;
  /** Why filters, sort and controls cannot be changed here; null: they can. */
  readonly noBasic: string | null;
  /** Why columns, formulas and elements cannot be changed here; null: they can. */
  readonly noFull: string | null;
  readonly may: (permission: Permission) => boolean;
  readonly scopes: Scopes;
  readonly results: ResultCache;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  readonly locale: string;
  readonly currency: string;
  /** Of the page's policy: editors bring their own style element. */
  readonly nonce: string | undefined;
};

/** The element that the panel is about, and the column of it that the formula bar shows. */
export type Selection = { readonly elementId: string; readonly columnId: string | null } | null;

const context = createContext<WorkbookContext | null>(null);

export const WorkbookProvider = context.Provider;

/** The workbook that the component stands in. */
export function useWorkbookContext(): WorkbookContext {
  const value = useContext(context);
  if (value === null) throw new Error("components of a workbook stand inside WorkbookProvider");
  return value;
}
