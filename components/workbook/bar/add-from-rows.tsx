"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { SelectField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { request, sentenceOf } from "#components/ui/request";
import type { ChartMark } from "#lib/chart/chart";
import { formulaScopeSchema } from "#lib/contract/formulas";
import { type Added, addChart, addTable } from "#lib/workbook/edit/add-element";
import { elementsInOrder } from "#lib/workbook/edit/layout";
import { type Rows, rowsOfElement, rowsOfSource } from "#lib/workbook/edit/rows";
import { titleOf, type WorkbookDocument, worksheetIdOf } from "#lib/workbook/workbook";
import { useWorkbookContext } from "../workbook-context.tsx";
import type { ListedSource } from "./add-menu.tsx";

export type RowsElement = "table" | "chart" | "kpi";

type AddFromRowsProps = {
  readonly kind: RowsElement;
  readonly pageId: string;
  readonly sources: readonly ListedSource[];
  readonly onAdd: (make: (document: WorkbookDocument) => Added) => void;
  readonly onClose: () => void;
};

const titles = { table: "Add a table", chart: "Add a chart", kpi: "Add a KPI" } as const;
const marks = [
  { value: "bar", label: "Bars" },
  { value: "line", label: "Line" },
  { value: "area", label: "Area" },
  { value: "pie", label: "Pie" },
  { value: "donut", label: "Donut" },
  { value: "scatter", label: "Scatter" },
  { value: "histogram", label: "Histogram" },
] as const satisfies readonly { value: ChartMark; label: string }[];

const createId = () => crypto.randomUUID();

/** What a new element reads: a source, or an element of the workbook. */
export function AddFromRows({ kind, pageId, sources, onAdd, onClose }: AddFromRowsProps) {
  const { document, scopes, selection } = useWorkbookContext();
  const elements = elementsInOrder(document).filter(({ kind: own }) => own === "table");
  const selected = elements.find(({ id }) => id === selection?.elementId && kind !== "table");
  const [from, setFrom] = useState(
    selected !== undefined ? `element:${selected.id}` : `source:${sources[0]?.id ?? ""}`,
  );
  const [mark, setMark] = useState<ChartMark>("bar");
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);

  const readRows = async (): Promise<Rows> => {
    const [what, id = ""] = from.split(/:(.*)/s);
    if (what === "source") return rowsOfSource(await fetchSource(id));
    const element = document.elements[id];
    const checked = element === undefined ? null : scopes.elementOf(worksheetIdOf(element) ?? "");
    if (checked === null) throw new Error("an element offers its rows when its source is known");
    return rowsOfElement(checked);
  };
  const add = async () => {
    setIsPending(true);
    setProblem(null);
    try {
      const rows = await readRows();
      onAdd((before) =>
        kind === "table"
          ? addTable(before, pageId, rows, createId)
          : addChart(before, pageId, kind === "kpi" ? "kpi" : mark, rows, createId),
      );
    } catch (error) {
      setProblem(sentenceOf(error));
      setIsPending(false);
    }
  };

  const known = elements.filter((element) => scopes.elementOf(worksheetIdOf(element) ?? "") !== null);
  const options = [
    ...sources.map(({ id, name }) => ({ value: `source:${id}`, label: name })),
    ...known.map((element) => ({
      value: `element:${element.id}`,
      label: `${titleOf(document, element)} (this workbook)`,
    })),
  ];
  return (
    <Dialog
      title={titles[kind]}
      open
      onOpenChange={onClose}
      footer={
        <>
          <DialogClose />
          <Button variant="primary" pending={isPending} disabled={options.length === 0} onClick={() => void add()}>
            Add
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {problem !== null && <Notice tone="danger">{problem}</Notice>}
        {options.length === 0 ? (
          <p className="text-quiet">No source has been shared with you. Upload a file under Data, or ask an admin.</p>
        ) : (
          <SelectField
            label="Data"
            help="A source, or a table of this workbook: then its filters and columns hold here too."
            value={from}
            options={options}
            onChange={({ target }) => setFrom(target.value)}
          />
        )}
        {kind === "chart" && (
          <SelectField
            label="Shown as"
            value={mark}
            options={marks}
            onChange={({ target }) => setMark(marks.find(({ value }) => value === target.value)?.value ?? "bar")}
          />
        )}
      </div>
    </Dialog>
  );
}

async function fetchSource(sourceId: string) {
  const { sources } = await request(`/api/sources/${sourceId}/scope`, formulaScopeSchema);
  const source = sources.find(({ id }) => id === sourceId);
  if (source === undefined) throw new Error("a scope holds its own source");
  return source;
}
