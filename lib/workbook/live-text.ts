import { parseFormula } from "../formula/parse.ts";
import { findReferences, renameReference } from "../formula/rename.ts";
import { nameKey } from "../worksheet/names.ts";
import type { View, Worksheet } from "../worksheet/worksheet.ts";
import type { WorkbookDocument } from "./workbook.ts";

/** Texts with live values: `{{= Sum([Orders/Sales]) }}`. */

const mostValues = 100;

export type TextPart =
  | { readonly kind: "markdown"; readonly text: string }
  | { readonly kind: "value"; readonly formula: string };

/**
 * The text in order. Braces within quotes and names of a formula do not end it; one that is not closed is plain text, and so
 * is what comes after a hundred values.
 */
export function splitText(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  let count = 0;
  for (let start = text.indexOf("{{="); start >= 0 && count < mostValues; start = text.indexOf("{{=", from)) {
    const end = endOfValue(text, start + 3);
    if (end === null) break;
    if (start > from) parts.push({ kind: "markdown", text: text.slice(from, start) });
    parts.push({ kind: "value", formula: text.slice(start + 3, end).trim() });
    from = end + 2;
    count += 1;
  }
  if (from < text.length) parts.push({ kind: "markdown", text: text.slice(from) });
  return parts;
}

export function writeText(parts: readonly TextPart[]): string {
  return parts.map((part) => (part.kind === "markdown" ? part.text : `{{= ${part.formula} }}`)).join("");
}

const closers: Readonly<Record<string, string>> = { '"': '"', "'": "'", "[": "]" };

function endOfValue(text: string, from: number): number | null {
  let closer: string | null = null;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (closer !== null) {
      if (character === "\\") at += 1;
      else if (character === closer) closer = null;
    } else if (text.startsWith("}}", at)) return at;
    else closer = closers[character] ?? null;
  }
  return null;
}

export type LiveValue =
  | { readonly state: "sound"; readonly formula: string; readonly worksheetId: string; readonly view: View }
  | { readonly state: "wrong"; readonly formula: string; readonly message: string };

/** The values of a text element, in order. Their worksheets are in `withLiveValues`. */
export function liveValuesOf(document: WorkbookDocument, elementId: string): readonly LiveValue[] {
  const element = document.elements[elementId];
  if (element?.kind !== "text") return [];
  return valuesIn(element.text).map((formula, index): LiveValue => {
    const owner = ownerOf(document, formula);
    if (owner === null) {
      const message = "Name a table or chart of this workbook: Sum([Orders/Sales]).";
      return { state: "wrong", formula, message };
    }
    const worksheetId = liveWorksheetId(elementId, index);
    return { state: "sound", formula, worksheetId: owner, view: { worksheetId, level: "summary", columns: ["value"] } };
  });
}

/**
 * The document with a worksheet for each live value of its texts: a summary over the element that the value's formula names. What is
 * stored has none of them: whoever checks what is asked for derives them from what is stored, those that are asked for alone.
 */
export function withLiveValues(
  document: WorkbookDocument,
  isAsked: (worksheetId: string) => boolean = () => true,
): WorkbookDocument {
  const live = Object.values(document.elements).flatMap((element): [string, Worksheet][] =>
    element.kind === "text"
      ? valuesIn(element.text).flatMap((formula, index): [string, Worksheet][] => {
          const owner = isAsked(liveWorksheetId(element.id, index)) ? ownerOf(document, formula) : null;
          return owner === null ? [] : [liveWorksheet(document, element.id, index, formula, owner)];
        })
      : [],
  );
  return { ...document, worksheets: { ...document.worksheets, ...Object.fromEntries(live) } };
}

function liveWorksheet(
  document: WorkbookDocument,
  elementId: string,
  index: number,
  formula: string,
  worksheetId: string,
): [string, Worksheet] {
  const name = document.worksheets[worksheetId]?.name ?? "";
  const worksheet: Worksheet = {
    version: 1,
    // No name that a person gave, so that formulas mean nothing else because of it.
    name: `Live value ${index + 1} of ${elementId}`,
    source: { worksheetId, level: "base" },
    columns: [{ id: "value", name: `Live value ${index + 1}`, formula: withoutOwner(formula, name) || "Null" }],
    groupings: [],
    summaries: ["value"],
    filters: [],
    sort: [],
    limit: null,
  };
  return [liveWorksheetId(elementId, index), worksheet];
}

function liveWorksheetId(elementId: string, index: number): string {
  return `live-${elementId.slice(0, 80)}-${index}`;
}

function valuesIn(text: string): string[] {
  return splitText(text).flatMap((part) => (part.kind === "value" ? [part.formula] : []));
}

/** The worksheet that the formula's first owner means; null: there is none. */
function ownerOf({ worksheets }: WorkbookDocument, formula: string): string | null {
  for (const { path } of findReferences(parseFormula(formula).expression)) {
    const [owner] = path;
    if (path.length !== 2 || owner === undefined) continue;
    const found = Object.entries(worksheets).find(([, { name }]) => nameKey([name]) === nameKey([owner]));
    if (found !== undefined) return found[0];
  }
  return null;
}

function withoutOwner(formula: string, owner: string): string {
  const owned = findReferences(parseFormula(formula).expression).filter(
    ({ path }) => path.length === 2 && nameKey([path[0] ?? ""]) === nameKey([owner]),
  );
  return owned.reduce((text, { path }) => renameReference(text, path, path.slice(1)), formula);
}
