"use client";

import { X } from "lucide-react";
import { IconButton } from "#components/ui/button";
import { type Element, titleOf } from "#lib/workbook/workbook";
import { useWorkbookContext } from "../workbook-context.tsx";
import { ChartProperties } from "./chart-properties.tsx";
import { ControlProperties } from "./control-properties.tsx";
import { FilterList } from "./filter-list.tsx";
import { RowsSource } from "./rows-source.tsx";
import { TableProperties } from "./table-properties.tsx";
import { TextProperties } from "./text-properties.tsx";

const kindNames: Readonly<Record<Element["kind"], string>> = {
  table: "Table",
  chart: "Chart",
  text: "Text",
  control: "Control",
};

type PropertiesPanelProps = {
  readonly elementId: string;
  /** Where it stays while the page scrolls, in pixels from the top of the window. */
  readonly top: number;
};

/** What is selected, and how it is set: at the right of the page. */
export function PropertiesPanel({ elementId, top }: PropertiesPanelProps) {
  const { document, select } = useWorkbookContext();
  const element = document.elements[elementId];
  if (element === undefined) return null;
  return (
    <aside
      aria-label="Properties"
      style={{ top, height: `calc(100dvh - ${top}px)` }}
      className="sticky hidden w-72 shrink-0 overflow-y-auto border-l bg-surface lg:block"
    >
      <header className="flex items-center gap-2 py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1">
          <p className="text-quiet text-xs">{kindNames[element.kind]}</p>
          <h2 className="truncate font-medium">{titleOf(document, element)}</h2>
        </div>
        <IconButton label="Close the panel" size="small" onClick={() => select(null)}>
          <X />
        </IconButton>
      </header>
      <PropertiesContent element={element} />
    </aside>
  );
}

/** The settings of an element, by its kind. */
export function PropertiesContent({ element }: { readonly element: Element }) {
  switch (element.kind) {
    case "table":
      return (
        <>
          <RowsSource worksheetId={element.worksheetId} />
          <TableProperties element={element} />
          <FilterList worksheetId={element.worksheetId} />
        </>
      );
    case "chart":
      return (
        <>
          <RowsSource worksheetId={element.chart.view.worksheetId} />
          <ChartProperties element={element} />
          <FilterList worksheetId={element.chart.view.worksheetId} />
        </>
      );
    case "text":
      return <TextProperties element={element} />;
    case "control":
      return <ControlProperties element={element} />;
  }
}
