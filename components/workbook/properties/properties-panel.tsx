"use client";

import { X } from "lucide-react";
import { type RefObject, useRef } from "react";
import { IconButton } from "#components/ui/button";
import { inReadingOrder } from "#lib/workbook/edit/layout";
import { type Element, type Page, titleOf } from "#lib/workbook/workbook";
import { showElement } from "../canvas/show-element.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { ChartProperties } from "./chart-properties.tsx";
import { ControlProperties } from "./control-properties.tsx";
import { FilterList } from "./filter-list.tsx";
import { PanelSection } from "./panel-section.tsx";
import { RowsSource } from "./rows-source.tsx";
import { TableProperties } from "./table-properties.tsx";
import { TextProperties } from "./text-properties.tsx";
import { useStandBelow } from "./use-stand-below.tsx";

const kindNames: Readonly<Record<Element["kind"], string>> = {
  table: "Table",
  chart: "Chart",
  text: "Text",
  control: "Control",
};

type PropertiesPanelProps = {
  readonly page: Page;
  readonly onClose: () => void;
  /** What it stays under while the page scrolls. */
  readonly below: RefObject<HTMLElement | null>;
};

/** What is selected, and how it is set; while nothing is, what there is to select. It stands at the right of the page whenever it is open. */
export function PropertiesPanel({ page, below, onClose }: PropertiesPanelProps) {
  const { document, selection } = useWorkbookContext();
  const element = selection === null ? undefined : document.elements[selection.elementId];
  const panel = useRef<HTMLElement>(null);
  useStandBelow(panel, below);
  return (
    <aside
      ref={panel}
      aria-label="Properties"
      className="sticky hidden w-72 shrink-0 overflow-y-auto border-l bg-surface lg:block"
    >
      <header className="flex items-center gap-2 py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1">
          <p className="text-quiet text-xs">{element === undefined ? "Page" : kindNames[element.kind]}</p>
          <h2 className="truncate font-medium">{element === undefined ? page.name : titleOf(document, element)}</h2>
        </div>
        <IconButton label="Close the panel" size="small" onClick={onClose}>
          <X />
        </IconButton>
      </header>
      {element === undefined ? <PageContent page={page} /> : <PropertiesContent key={element.id} element={element} />}
    </aside>
  );
}

/** The elements of a page in reading order, each a way to it. */
function PageContent({ page }: { readonly page: Page }) {
  const { document, select } = useWorkbookContext();
  const elements = inReadingOrder(page.layout).flatMap(({ elementId }) => document.elements[elementId] ?? []);
  return (
    <PanelSection title="Elements">
      {elements.length === 0 && <p className="text-quiet">Nothing yet. Add puts the first element here.</p>}
      <ul className="-mx-2">
        {elements.map((element) => (
          <li key={element.id}>
            <button
              type="button"
              className="flex h-7 w-full items-center justify-between gap-2 rounded-md px-2 text-left hover:bg-text/5"
              onClick={() => {
                select({ elementId: element.id, columnId: null });
                showElement(element.id);
              }}
            >
              <span className="min-w-0 truncate">{titleOf(document, element)}</span>
              <span className="shrink-0 text-quiet text-xs">{kindNames[element.kind]}</span>
            </button>
          </li>
        ))}
      </ul>
    </PanelSection>
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
