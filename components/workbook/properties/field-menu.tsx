"use client";

import type { ReactElement } from "react";
import { Menu, MenuItem, MenuLabel } from "#components/ui/menu";
import type { ChartField } from "#lib/workbook/edit/chart-fields";
import { type Rows, type RowsColumn, rowsOfElement, rowsOfSource } from "#lib/workbook/edit/rows";
import { aggregateNames } from "#lib/workbook/edit-worksheet/columns";
import { useWorkbookContext } from "../workbook-context.tsx";

type FieldMenuProps = {
  readonly worksheetId: string;
  readonly isMeasure: boolean;
  /** Offered above the others. */
  readonly first?: readonly ChartField[];
  readonly onChoose: (field: ChartField) => void;
  readonly trigger: ReactElement;
};

/** What can stand on a place of a chart: metrics and sums as values, columns and periods of dates as groups. */
export function FieldMenu({ worksheetId, isMeasure, first = [], onChoose, trigger }: FieldMenuProps) {
  const rows = useRowsUnder(worksheetId);
  const fields = rows === null ? [] : [...first, ...(isMeasure ? measuresOf(rows) : groupsOf(rows))];
  return (
    <Menu trigger={trigger}>
      <div className="max-h-80 w-64 overflow-y-auto">
        {fields.length === 0 && <MenuLabel>The columns are not known yet</MenuLabel>}
        {fields.map((field) => (
          <MenuItem key={field.formula} onSelect={() => onChoose(field)}>
            <span className="min-w-0 truncate">{field.name}</span>
          </MenuItem>
        ))}
      </div>
    </Menu>
  );
}

/** What a worksheet's columns are made of; null: not known yet. */
export function useRowsUnder(worksheetId: string): Rows | null {
  const { document, scopes } = useWorkbookContext();
  const source = document.worksheets[worksheetId]?.source;
  if (source === undefined) return null;
  if ("worksheetId" in source) {
    const element = scopes.elementOf(source.worksheetId);
    return element === null ? null : rowsOfElement(element, source.level);
  }
  const known = scopes.sources.get(source.sourceId);
  return known === undefined ? null : rowsOfSource(known);
}

function measuresOf({ columns }: Rows): ChartField[] {
  const metrics = columns.filter(({ kind }) => kind === "metric").map(plain);
  const numbers = columns.filter(({ kind, type }) => kind === "column" && type === "number");
  const sums = numbers.flatMap(({ name, formula }): ChartField[] =>
    (["Sum", "Avg"] as const).map((aggregate) => ({
      name: `${aggregateNames[aggregate]} of ${name}`,
      formula: `${aggregate}(${formula})`,
    })),
  );
  const counts = columns
    .filter(({ kind, type }) => kind === "column" && type === "text")
    .map(({ name, formula }): ChartField => ({ name: `Number of ${name}`, formula: `CountDistinct(${formula})` }));
  return [...metrics, { name: "Rows", formula: "Count()" }, ...sums, ...counts];
}

const periods = ["year", "quarter", "month", "week", "day"] as const;

function groupsOf({ columns }: Rows): ChartField[] {
  return columns
    .filter(({ kind }) => kind === "column")
    .flatMap((column): ChartField[] => {
      if (column.type !== "date") return [plain(column)];
      return periods.map((period) => ({
        name: `${period.charAt(0).toUpperCase()}${period.slice(1)} of ${column.name}`,
        formula: `DateTrunc("${period}", ${column.formula})`,
      }));
    });
}

const plain = ({ name, formula }: RowsColumn): ChartField => ({ name, formula });
