import type { FormulaType } from "../../formula/types.ts";
import { referenceText } from "../../worksheet/draft-columns.ts";
import type { Cell } from "../../worksheet/result.ts";
import { placementOf } from "../../worksheet/row-level.ts";
import type { Document, Level, View, Worksheet } from "../../worksheet/worksheet.ts";

/** What is asked of a column for its details: a worksheet of its own on the rows that the filters leave, which nobody keeps. */
export type ProfileQuestion = { readonly document: Document; readonly view: View };

const profileId = "profile";
export const topCount = 8;
export const binCount = 20;

/** The figures of a profile, in the order of the columns that are asked for. */
export const figureNames = ["rows", "nulls", "distinct", "min", "max", "average", "sum"] as const;
export type FigureName = (typeof figureNames)[number];

/** Null: there is no such column, or it has one value in all. */
export function figuresQuestion(
  document: Document,
  worksheetId: string,
  columnId: string,
  type: FormulaType,
): ProfileQuestion | null {
  const figures = figureNames.filter((name) => suits[name].includes(type));
  const columns = figures.map((name) => ({ id: name, name, formula: figureFormulas[name] }));
  return question(document, worksheetId, columnId, "summary", {
    columns,
    summaries: [...figures],
    shown: [...figures],
  });
}

/** The most frequent values, with how many rows have them. */
export function topValuesQuestion(document: Document, worksheetId: string, columnId: string): ProfileQuestion | null {
  return question(document, worksheetId, columnId, "values", {
    columns: [{ id: "rows", name: "rows", formula: "Count()" }],
    groupings: [
      { id: "values", keys: ["value"], calculations: ["rows"], sort: [{ columnId: "rows", direction: "descending" }] },
    ],
    limit: topCount,
    shown: ["value", "rows"],
  });
}

/** How many rows lie in each of equal parts of a column of numbers. Null: there is nothing between least and most. */
export function histogramQuestion(
  document: Document,
  worksheetId: string,
  columnId: string,
  { min, max }: { readonly min: Cell; readonly max: Cell },
): ProfileQuestion | null {
  const [least, most] = [plainDigits(min), plainDigits(max)];
  if (least === null || most === null || Number(least) >= Number(most)) return null;
  const bin = `BinFixed([value], ${least}, ${most}, ${binCount})`;
  return question(document, worksheetId, columnId, "bins", {
    columns: [
      { id: "bin", name: "bin", formula: bin },
      { id: "rows", name: "rows", formula: "Count()" },
    ],
    groupings: [
      { id: "bins", keys: ["bin"], calculations: ["rows"], sort: [{ columnId: "bin", direction: "ascending" }] },
    ],
    shown: ["bin", "rows"],
  });
}

const all: readonly FormulaType[] = ["text", "number", "date", "logical", "variant", "unknown", "null"];
const ordered: readonly FormulaType[] = ["text", "number", "date"];

const suits: Readonly<Record<FigureName, readonly FormulaType[]>> = {
  rows: all,
  nulls: all,
  distinct: ["text", "number", "date", "logical"],
  min: ordered,
  max: ordered,
  average: ["number"],
  sum: ["number"],
};

const figureFormulas: Readonly<Record<FigureName, string>> = {
  rows: "Count()",
  nulls: "CountIf(IsNull([value]))",
  distinct: "CountDistinct([value])",
  min: "Min([value])",
  max: "Max([value])",
  average: "Avg([value])",
  sum: "Sum([value])",
};

type Parts = Pick<Worksheet, "columns"> & Partial<Worksheet> & { readonly shown: string[] };

function question(
  document: Document,
  worksheetId: string,
  columnId: string,
  level: Level,
  { shown, ...parts }: Parts,
): ProfileQuestion | null {
  const worksheet = document.worksheets[worksheetId];
  const column = worksheet?.columns.find(({ id }) => id === columnId);
  if (worksheet === undefined || column === undefined) return null;
  const { role, levelName } = placementOf(worksheet, columnId);
  if (role === "summary") return null;
  const rows = { worksheetId, level: role === "key" ? "base" : levelName };
  const profile: Worksheet = {
    version: 1,
    name: `Details of ${worksheet.name}`.slice(0, 200),
    source: rows,
    groupings: [],
    summaries: [],
    filters: [],
    sort: [],
    limit: null,
    ...parts,
    columns: [{ id: "value", name: "value", formula: referenceText([column.name]) }, ...parts.columns],
  };
  return {
    document: { ...document, worksheets: { ...document.worksheets, [profileId]: profile } },
    view: { worksheetId: profileId, level, columns: shown },
  };
}

/** A number as formulas write it. */
function plainDigits(cell: Cell): string | null {
  const digits = typeof cell === "number" ? String(cell) : typeof cell === "string" ? cell : "";
  if (/^-?\d+(\.\d+)?$/.test(digits)) return digits;
  return /^-?\d+(\.\d+)?e[+-]?\d+$/i.test(digits)
    ? Number(digits)
        .toFixed(12)
        .replace(/\.?0+$/, "")
    : null;
}
