import { nameKey } from "../../worksheet/names.ts";
import type { WorkbookDocument } from "../workbook.ts";

/** The name, or with ` (2)`, ` (3)` … where it is taken. Without regard to case, as formulas read it. */
export function freeName(name: string, taken: Iterable<string>): string {
  const used = new Set([...taken].map((one) => nameKey([one])));
  let free = name;
  for (let count = 2; used.has(nameKey([free])); count += 1) free = `${name} (${count})`;
  return free;
}

export function freeWorksheetName(document: WorkbookDocument, name: string, exceptId?: string): string {
  const others = Object.entries(document.worksheets).filter(([id]) => id !== exceptId);
  return freeName(
    name,
    others.map(([, worksheet]) => worksheet.name),
  );
}

/** What formulas call a control: never the name of a column, which it would hide. */
export function freeControlId(document: WorkbookDocument, name: string): string {
  const words = name
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  const start = `${words === "" ? "new" : words}-control`;
  const taken = new Set(document.controls.map(({ id }) => id));
  let free = start;
  for (let count = 2; taken.has(free); count += 1) free = `${start}-${count}`;
  return free;
}
