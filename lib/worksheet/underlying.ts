import { referenceText } from "./draft-columns.ts";
import { nameKey } from "./names.ts";
import type { Document, Source, View, Worksheet, WorksheetColumn } from "./worksheet.ts";

type ViewOfDocument = { readonly document: Document; readonly view: View };
type Within = NonNullable<View["within"]>;

/**
 * The rows of the source behind the rows of a view that hold these keys, all that its filters leave without keys: every visible column of the
 * source, then the worksheet's own row by row. Sorting and limits of the view do not act on them. Null for an unknown worksheet.
 */
export function underlyingView(
  { document, view }: ViewOfDocument,
  source: Source | undefined,
  within: Within,
): ViewOfDocument | null {
  const worksheet = document.worksheets[view.worksheetId];
  if (worksheet === undefined) return null;
  const { worksheetId } = view;
  const missing = source === undefined ? [] : missingColumns(worksheet, source);
  const own = rowColumnsOf(worksheet);
  const opened: Worksheet = {
    ...worksheet,
    columns: [...worksheet.columns, ...missing],
    groupings: worksheet.groupings.map((grouping) => ({ ...grouping, sort: [] })),
    sort: [],
    limit: null,
  };
  return {
    document: { ...document, worksheets: { ...document.worksheets, [worksheetId]: opened } },
    view: {
      worksheetId,
      level: "base",
      columns: inSourceOrder([...own, ...missing], source).map(({ id }) => id),
      within: [...within],
    },
  };
}

/** Keys and what else each row has one value of. */
function rowColumnsOf({ columns, groupings, summaries }: Worksheet): WorksheetColumn[] {
  const calculated = new Set([...groupings.flatMap(({ calculations }) => calculations), ...summaries]);
  return columns.filter(({ id }) => !calculated.has(id));
}

/** Visible columns of the source that the worksheet does not have; a name that it gives to something else is left to it. */
function missingColumns({ columns }: Worksheet, source: Source): WorksheetColumn[] {
  const names = new Set(columns.map(({ name }) => nameKey([name])));
  const formulas = new Set(columns.map(({ formula }) => formula));
  const ids = new Set(columns.map(({ id }) => id));
  return source.columns
    .filter(({ hidden, name }) => !hidden && !names.has(nameKey([name])) && !formulas.has(referenceText([name])))
    .map(({ id, name, format }) => ({
      id: ids.has(id) ? `source-${id}` : id,
      name,
      formula: referenceText([name]),
      ...(format === undefined ? {} : { format }),
    }));
}

function inSourceOrder(columns: readonly WorksheetColumn[], source: Source | undefined): WorksheetColumn[] {
  const order = new Map(source?.columns.map(({ name }, index) => [referenceText([name]), index]));
  const place = ({ formula }: WorksheetColumn): number => order.get(formula) ?? order.size;
  return columns.toSorted((left, right) => place(left) - place(right));
}
