import { type CheckScope, checkElements } from "../../worksheet/check.ts";
import type { Worksheet } from "../../worksheet/worksheet.ts";

/**
 * What a change of a worksheet would break, in a sentence; null: nothing. Errors that were there before do not count, so that a broken
 * worksheet can be mended step by step.
 */
export function findBreak(
  worksheetId: string,
  before: Worksheet,
  after: Worksheet,
  scope: Omit<CheckScope, "weekStart">,
): string | null {
  const known = new Set(errorsOf(worksheetId, before, scope).map(({ key }) => key));
  return errorsOf(worksheetId, after, scope).find(({ key }) => !known.has(key))?.message ?? null;
}

type Found = { readonly key: string; readonly message: string };

function errorsOf(worksheetId: string, worksheet: Worksheet, scope: Omit<CheckScope, "weekStart">): readonly Found[] {
  const { document } = scope;
  const changed = { ...document, worksheets: { ...document.worksheets, [worksheetId]: worksheet } };
  const elements = checkElements({ ...scope, document: changed });
  const ofOthers = Object.keys(changed.worksheets);
  return ofOthers.flatMap((id): Found[] => {
    const element = elements.get(id);
    if (element === null) return [];
    const own = id === worksheetId ? "" : `${element.worksheet.name}, `;
    const ofColumns = element.worksheet.columns.flatMap(({ id: columnId, name }) =>
      (element.column(columnId)?.diagnostics ?? [])
        .filter(({ severity }) => severity === "error")
        .map(({ code, message }) => ({ key: `${id}/${columnId}/${code}`, message: `${own}${name}: ${message}` })),
    );
    const ofFilters = element
      .filters()
      .flatMap(({ filter, diagnostics }) =>
        diagnostics
          .filter(({ severity }) => severity === "error")
          .map(({ code, message }) => ({ key: `${id}/${filter.id}/${code}`, message: `${own}a filter: ${message}` })),
      );
    return [...ofColumns, ...ofFilters];
  });
}
