import type { Control, Document, Filter, Worksheet } from "../worksheet/worksheet.ts";
import type { Element, TableElement, WorkbookDocument } from "./workbook.ts";

/**
 * How far one document is from another. `basic`: filters by value, sort, limits, the values of controls and the looks of tables, which
 * is what exploring without writing formulas comes to. `full`: anything else.
 */
export type ChangeKind = "none" | "basic" | "full";

/** Of the worksheets and controls that are asked for, which may be a part of those stored. */
export function changeOfDocument(stored: Document, asked: Document, judge = changeOfWorksheet): ChangeKind {
  return most([
    ...Object.entries(asked.worksheets).map(([id, worksheet]) => judge(ownOf(stored.worksheets, id), worksheet)),
    ...asked.controls.map((control) =>
      changeOfControl(
        stored.controls.find(({ id }) => id === control.id),
        control,
      ),
    ),
  ]);
}

export function changeOfWorkbook(stored: WorkbookDocument, asked: WorkbookDocument): ChangeKind {
  const isWhole =
    sameKeys(stored.worksheets, asked.worksheets) &&
    sameKeys(stored.elements, asked.elements) &&
    stored.controls.length === asked.controls.length &&
    isSame(stored.pages, asked.pages);
  if (!isWhole) return "full";
  return most([
    changeOfDocument(stored, asked),
    ...Object.values(asked.elements).map((element) => changeOfElement(ownOf(stored.elements, element.id), element)),
  ]);
}

const order: readonly ChangeKind[] = ["none", "basic", "full"];

function most(kinds: readonly ChangeKind[]): ChangeKind {
  return kinds.reduce<ChangeKind>(
    (largest, kind) => (order.indexOf(kind) > order.indexOf(largest) ? kind : largest),
    "none",
  );
}

export function changeOfWorksheet(stored: Worksheet | undefined, asked: Worksheet): ChangeKind {
  if (stored === undefined) return "full";
  if (isSame(stored, asked)) return "none";
  return isSame(bones(stored), bones(asked)) ? "basic" : "full";
}

/** A worksheet without what exploring may change: a filter that is a formula is part of it. */
function bones(worksheet: Worksheet): unknown {
  return {
    ...worksheet,
    filters: worksheet.filters.filter(isFormula),
    sort: [],
    limit: null,
    groupings: worksheet.groupings.map((grouping) => ({ ...grouping, sort: [] })),
  };
}

function isFormula(filter: Filter): boolean {
  return filter.kind === "formula";
}

function changeOfControl(stored: Control | undefined, asked: Control): ChangeKind {
  if (stored === undefined) return "full";
  if (isSame(stored, asked)) return "none";
  return isSame(withoutValue(stored), withoutValue(asked)) ? "basic" : "full";
}

function withoutValue(control: Control): unknown {
  const valueKeys = ["value", "min", "max", "start", "end"];
  return Object.fromEntries(Object.entries(control).filter(([key]) => !valueKeys.includes(key)));
}

function changeOfElement(stored: Element | undefined, asked: Element): ChangeKind {
  if (stored === undefined) return "full";
  if (isSame(stored, asked)) return "none";
  if (stored.kind !== "table" || asked.kind !== "table") return "full";
  return isSame(withoutLooks(stored), withoutLooks(asked)) ? "basic" : "full";
}

function withoutLooks({ kind, id, worksheetId }: TableElement): unknown {
  return { kind, id, worksheetId };
}

/** What stands under this id, and not what every object has. */
export function ownOf<T>(entries: Readonly<Record<string, T>>, id: string): T | undefined {
  return Object.hasOwn(entries, id) ? entries[id] : undefined;
}

function sameKeys(left: object, right: object): boolean {
  return isSame(Object.keys(left).sort(), Object.keys(right).sort());
}

/** Plain data, whatever the order of its keys. */
export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const leftEntries = Object.entries(left).filter(([, value]) => value !== undefined);
  const others = new Map(Object.entries(right).filter(([, value]) => value !== undefined));
  return (
    leftEntries.length === others.size &&
    leftEntries.every(([key, value]) => others.has(key) && isSame(value, others.get(key)))
  );
}
