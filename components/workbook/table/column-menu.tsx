"use client";

import {
  ArrowDownNarrowWide,
  ArrowDownWideNarrow,
  BarChart3,
  CalendarRange,
  ChevronDown,
  Columns3,
  EyeOff,
  Filter,
  Group,
  Hash,
  MessageSquareText,
  PanelLeft,
  Pencil,
  Sigma,
  Trash2,
  Type,
  X,
} from "lucide-react";
import { useRef } from "react";
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuSeparator, MenuSub } from "#components/ui/menu";
import {
  type Aggregate,
  aggregateNames,
  aggregates,
  conversions,
  convertColumn,
  type Period,
  periodOf,
  periods,
  removeColumn,
  setFormat,
  truncateDate,
  usersOf,
} from "#lib/workbook/edit-worksheet/columns";
import { sortBy, sortOf, ungroup } from "#lib/workbook/edit-worksheet/groupings";
import { freezeUpTo, hideColumn } from "#lib/workbook/edit-worksheet/table-columns";
import type { TableElement } from "#lib/workbook/workbook";
import type { ResultColumn } from "#lib/worksheet/result";
import { placementOf } from "#lib/worksheet/row-level";
import type { Worksheet, WorksheetColumn } from "#lib/worksheet/worksheet";
import type { TableActions } from "./table-actions.tsx";

/** What of a column is being looked at or changed in a window of its own. */
export type ColumnPanel = { readonly kind: "details" | "filter" | "rename" | "describe"; readonly columnId: string };

export type ColumnMenuProps = {
  readonly column: ResultColumn;
  readonly element: TableElement;
  readonly worksheet: Worksheet;
  readonly actions: TableActions;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly onPanel: (panel: ColumnPanel) => void;
  /** Sort and filter; columns and formulas. */
  readonly mayBasic: boolean;
  readonly mayFull: boolean;
};

/** Everything that can be done with a column, behind the mark at its name. */
export function ColumnMenu(props: ColumnMenuProps) {
  const { column, isOpen, onOpenChange, onPanel, mayBasic, mayFull } = props;
  const button = useRef<HTMLButtonElement>(null);
  /** A window gives the keyboard back to the table, so it opens when the table has it again. */
  const after = useRef<(() => void) | null>(null);
  const open = (kind: ColumnPanel["kind"]) => () => {
    after.current = () => onPanel({ kind, columnId: column.columnId });
  };
  return (
    <Menu
      align="start"
      open={isOpen}
      onOpenChange={onOpenChange}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        button.current?.closest("table")?.focus({ preventScroll: true });
        after.current?.();
        after.current = null;
      }}
      trigger={
        <button
          ref={button}
          type="button"
          tabIndex={-1}
          aria-label={`Menu of ${column.name}`}
          className="grid size-5 shrink-0 place-items-center rounded-sm text-quiet opacity-0 hover:bg-text/8 hover:text-text focus-visible:opacity-100 group-hover/head:opacity-100 data-[state=open]:opacity-100 [@media(hover:none)]:opacity-100"
        >
          <ChevronDown className="size-3.5" />
        </button>
      }
    >
      {mayBasic && <SortItems {...props} />}
      {mayBasic && column.type !== "variant" && (
        <MenuItem icon={<Filter />} onSelect={open("filter")}>
          Filter…
        </MenuItem>
      )}
      <MenuItem icon={<BarChart3 />} onSelect={open("details")}>
        Column details
      </MenuItem>
      {mayFull && <ChangeItems {...props} />}
      {mayBasic && <LookItems {...props} />}
      {mayFull && (
        <>
          <MenuSeparator />
          <MenuItem icon={<Pencil />} onSelect={open("rename")}>
            Rename…
          </MenuItem>
          <MenuItem icon={<MessageSquareText />} onSelect={open("describe")}>
            Describe…
          </MenuItem>
          <DeleteItem {...props} />
        </>
      )}
    </Menu>
  );
}

function SortItems({ column, worksheet, actions }: ColumnMenuProps) {
  const { columnId } = column;
  if (column.type === "variant") return null;
  const now = sortOf(worksheet, columnId);
  const sort = (direction: "ascending" | "descending" | null) => () =>
    actions.changeWorksheet((sheet) => sortBy(sheet, columnId, direction));
  return (
    <>
      {now !== "ascending" && (
        <MenuItem icon={<ArrowDownNarrowWide />} onSelect={sort("ascending")}>
          Sort ascending
        </MenuItem>
      )}
      {now !== "descending" && (
        <MenuItem icon={<ArrowDownWideNarrow />} onSelect={sort("descending")}>
          Sort descending
        </MenuItem>
      )}
      {now !== null && (
        <MenuItem icon={<X />} onSelect={sort(null)}>
          Clear sort
        </MenuItem>
      )}
    </>
  );
}

function ChangeItems(props: ColumnMenuProps) {
  const { column, worksheet, actions } = props;
  const { columnId } = column;
  const { role, levelName } = placementOf(worksheet, columnId);
  return (
    <>
      <MenuSeparator />
      <MenuItem icon={<Columns3 />} onSelect={() => actions.addColumn(columnId, "before")}>
        Add column before
      </MenuItem>
      <MenuItem icon={<Columns3 />} onSelect={() => actions.addColumn(columnId, "after")}>
        Add column after
      </MenuItem>
      {(role === "base" || role === "calculation") && <AggregateItems {...props} />}
      {role === "base" && column.type !== "variant" && (
        <MenuItem icon={<Group />} onSelect={() => actions.group(columnId)}>
          Group by this column
        </MenuItem>
      )}
      {role === "key" && (
        <MenuItem icon={<Group />} onSelect={() => actions.changeWorksheet((sheet) => ungroup(sheet, levelName))}>
          Remove this grouping
        </MenuItem>
      )}
      <TypeItems {...props} />
    </>
  );
}

/** A column of base rows goes into any grouping; a calculation only further out. */
function AggregateItems({ column, worksheet, actions }: ColumnMenuProps) {
  const { role, levelName } = placementOf(worksheet, column.columnId);
  const own = worksheet.groupings.findIndex(({ id }) => id === levelName);
  const outer = role === "base" ? worksheet.groupings : worksheet.groupings.slice(0, own);
  const offered = aggregates.filter((name) => isOffered(name, column));
  const nameOf = (keys: readonly string[]): string =>
    keys.map((id) => worksheet.columns.find((one) => one.id === id)?.name ?? "").join(", ");
  const places = [
    ...outer.toReversed().map(({ id, keys }) => ({ key: id, label: `By ${nameOf(keys)}`, into: { groupingId: id } })),
    { key: "summary", label: "Over all rows", into: "summary" as const },
  ];
  return (
    <MenuSub label="Aggregate" icon={<Sigma />}>
      {places.map(({ key, label, into }) => (
        <div key={key}>
          <MenuLabel>{label}</MenuLabel>
          {offered.map((name) => (
            <MenuItem key={name} onSelect={() => actions.aggregate(column.columnId, name, into)}>
              {aggregateNames[name]}
            </MenuItem>
          ))}
        </div>
      ))}
    </MenuSub>
  );
}

const ofNumbers: ReadonlySet<Aggregate> = new Set(["Sum", "Avg", "Median"]);

function isOffered(name: Aggregate, { type }: ResultColumn): boolean {
  if (ofNumbers.has(name)) return type === "number";
  if (name === "Count") return true;
  return type !== "variant" && (name === "CountDistinct" || type !== "logical");
}

function TypeItems({ column, worksheet, actions }: ColumnMenuProps) {
  const { columnId, type } = column;
  const formula = worksheet.columns.find(({ id }) => id === columnId)?.formula ?? "";
  const period = periodOf(formula);
  const set = (format: WorksheetColumn["format"] | null) => () =>
    actions.changeWorksheet((sheet) => setFormat(sheet, columnId, format));
  const current = column.format;
  return (
    <>
      {placementOf(worksheet, columnId).role === "base" && (
        <MenuSub label="Change type" icon={<Type />}>
          {conversions
            .filter((name) => name.toLowerCase() !== type)
            .map((name) => (
              <MenuItem
                key={name}
                onSelect={() => actions.changeWorksheet((sheet) => convertColumn(sheet, columnId, name))}
              >
                {name}
              </MenuItem>
            ))}
        </MenuSub>
      )}
      {type === "date" && (
        <MenuSub label="Cut date to" icon={<CalendarRange />}>
          <MenuChoices
            label="Period"
            value={period ?? "full"}
            choices={[
              { value: "full", label: "Full date" },
              ...periods.map((one) => ({ value: one, label: periodNames[one] })),
            ]}
            onChange={(value) =>
              actions.changeWorksheet((sheet) =>
                truncateDate(sheet, columnId, periods.find((one) => one === value) ?? null),
              )
            }
          />
        </MenuSub>
      )}
      {type === "number" && (
        <MenuSub label="Format" icon={<Hash />}>
          <MenuItem onSelect={set(null)}>Automatic</MenuItem>
          <MenuItem onSelect={set({ kind: "number", decimals: 0 })}>Number</MenuItem>
          <MenuItem onSelect={set({ kind: "percent", decimals: 1 })}>Percent</MenuItem>
          <MenuItem onSelect={set({ kind: "currency", decimals: 2 })}>Currency</MenuItem>
          <MenuItem onSelect={set({ kind: current?.kind ?? "number", ...current, compact: current?.compact !== true })}>
            {current?.compact === true ? "In full" : "Compact, as 1.2M"}
          </MenuItem>
          <MenuSeparator />
          <MenuItem onSelect={set({ ...(current ?? { kind: "number" }), decimals: (current?.decimals ?? 0) + 1 })}>
            More decimals
          </MenuItem>
          <MenuItem
            disabled={(current?.decimals ?? 0) === 0}
            onSelect={set({ ...(current ?? { kind: "number" }), decimals: Math.max(0, (current?.decimals ?? 0) - 1) })}
          >
            Fewer decimals
          </MenuItem>
        </MenuSub>
      )}
    </>
  );
}

const periodNames: Readonly<Record<Period, string>> = {
  year: "Year",
  quarter: "Quarter",
  month: "Month",
  week: "Week",
  day: "Day",
  hour: "Hour",
};

function LookItems({ column, element, actions }: ColumnMenuProps) {
  const { columnId } = column;
  const isLast = element.columns.indexOf(columnId) + 1 === element.frozen;
  return (
    <>
      <MenuSeparator />
      <MenuItem icon={<PanelLeft />} onSelect={() => actions.changeElement((table) => freezeUpTo(table, columnId))}>
        {isLast ? "Unfreeze columns" : "Freeze up to this column"}
      </MenuItem>
      <MenuItem icon={<EyeOff />} onSelect={() => actions.changeElement((table) => hideColumn(table, columnId))}>
        Hide
      </MenuItem>
    </>
  );
}

function DeleteItem({ column, worksheet, actions }: ColumnMenuProps) {
  const users = usersOf(worksheet, column.columnId);
  return (
    <MenuItem
      danger
      icon={<Trash2 />}
      disabled={users.length > 0}
      onSelect={() => actions.changeWorksheet((sheet) => removeColumn(sheet, column.columnId))}
    >
      {users.length === 0 ? "Delete" : `Delete (${users[0]} needs it)`}
    </MenuItem>
  );
}
