import { parseFormula } from "../formula/parse.ts";
import { findReferences } from "../formula/rename.ts";
import { nameKey } from "../worksheet/names.ts";
import type { Document, Worksheet } from "../worksheet/worksheet.ts";
import { controlsOf } from "./edit/remove-element.ts";

/** What a worksheet needs of its document to be run: those that it is built on or names, and the controls that any of them reads. */
export function partOf(document: Document, worksheetId: string): Document {
  const worksheets: Record<string, Worksheet> = {};
  const controlIds = new Set<string>();
  const idsByName = new Map(Object.entries(document.worksheets).map(([id, { name }]) => [nameKey([name]), id]));
  const waiting = [worksheetId];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const worksheet = document.worksheets[id];
    if (worksheet === undefined || worksheets[id] !== undefined) continue;
    worksheets[id] = worksheet;
    if ("worksheetId" in worksheet.source) waiting.push(worksheet.source.worksheetId);
    for (const filter of worksheet.filters) for (const controlId of controlsOf(filter)) controlIds.add(controlId);
    for (const [first, second] of namesIn(worksheet)) {
      if (second === undefined) controlIds.add(first);
      else waiting.push(idsByName.get(nameKey([first])) ?? id);
    }
  }
  const asked = new Set([...controlIds].map((id) => nameKey([id])));
  return { worksheets, controls: document.controls.filter(({ id }) => asked.has(nameKey([id]))) };
}

/** The sources under the worksheets of a document, each once. */
export function sourceIdsOf({ worksheets }: Pick<Document, "worksheets">): readonly string[] {
  const ids = Object.values(worksheets).flatMap(({ source }) => ("sourceId" in source ? [source.sourceId] : []));
  return [...new Set(ids)].sort();
}

function namesIn({ columns, filters }: Worksheet): (readonly [string, string | undefined])[] {
  const formulas = [
    ...columns.map(({ formula }) => formula),
    ...filters.flatMap((filter) => (filter.kind === "formula" ? [filter.formula] : [])),
  ];
  return formulas.flatMap((formula) =>
    findReferences(parseFormula(formula).expression).flatMap(({ path }) => {
      const [first, second] = path;
      return first === undefined ? [] : [[first, second] as const];
    }),
  );
}
