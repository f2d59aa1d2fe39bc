"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { SelectField, TextField } from "#components/ui/field";
import { type Added, addControl } from "#lib/workbook/edit/add-element";
import { setControlTarget, targetTypes } from "#lib/workbook/edit/control-targets";
import { elementsInOrder } from "#lib/workbook/edit/layout";
import { titleOf, type WorkbookDocument, worksheetIdOf } from "#lib/workbook/workbook";
import type { Control } from "#lib/worksheet/worksheet";
import { useWorkbookContext } from "../workbook-context.tsx";

type AddControlProps = {
  readonly pageId: string;
  readonly onAdd: (make: (document: WorkbookDocument) => Added) => void;
  readonly onClose: () => void;
};

export const controlKinds = [
  { value: "list", label: "List of values" },
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "numberRange", label: "Number range" },
  { value: "dateRange", label: "Date range" },
  { value: "switch", label: "Switch" },
] as const satisfies readonly { value: Control["kind"]; label: string }[];

const createId = () => crypto.randomUUID();

/** A control by its kind and, when it is to filter something at once, the column that it filters. */
export function AddControl({ pageId, onAdd, onClose }: AddControlProps) {
  const [kind, setKind] = useState<Control["kind"]>("list");
  const [name, setName] = useState("");
  const columns = useFilterable(kind);
  const [picked, setPicked] = useState("");
  const target = columns.find(({ key }) => key === picked);
  const wanted = name.trim() === "" ? (target?.name ?? "Control") : name.trim().slice(0, 190);
  const add = () =>
    onAdd((before) => {
      const { worksheetId, columnId } = target ?? {};
      const isSet = worksheetId !== undefined && columnId !== undefined;
      const options = isSet && kind === "list" ? { worksheetId, columnId } : null;
      const added = addControl(before, pageId, { kind, name: wanted, options }, createId);
      const controlId = added.document.controls.at(-1)?.id;
      if (!isSet || controlId === undefined) return added;
      return { ...added, document: setControlTarget(added.document, controlId, worksheetId, { columnId }, createId) };
    });
  return (
    <Dialog
      title="Add a control"
      description="It filters elements, and formulas can read what it is set to."
      open
      onOpenChange={onClose}
      footer={
        <>
          <DialogClose />
          <Button variant="primary" onClick={add}>
            Add
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <SelectField
          label="Kind"
          value={kind}
          options={controlKinds}
          onChange={({ target: { value } }) => {
            setKind(controlKinds.find((one) => one.value === value)?.value ?? "list");
            setPicked("");
          }}
        />
        <SelectField
          label="Filters"
          help="More elements can be chosen afterwards, in the panel at the right."
          value={picked}
          options={[
            { value: "", label: "Nothing yet" },
            ...columns.map(({ key, name: column, owner }) => ({ value: key, label: `${column} of ${owner}` })),
          ]}
          onChange={({ target: { value } }) => setPicked(value)}
        />
        <TextField
          label="Name"
          optional
          value={name}
          placeholder={target?.name ?? "Control"}
          maxLength={190}
          onChange={({ target: { value } }) => setName(value)}
        />
      </div>
    </Dialog>
  );
}

/** Columns of single rows that such a control can filter. */
export function useFilterable(kind: Control["kind"]) {
  const { document, scopes } = useWorkbookContext();
  return elementsInOrder(document).flatMap((element) => {
    const worksheetId = worksheetIdOf(element);
    const checked = worksheetId === null ? null : scopes.elementOf(worksheetId);
    if (worksheetId === null || checked === null) return [];
    return checked.worksheet.columns.flatMap(({ id: columnId, name }) => {
      const column = checked.column(columnId);
      if (column === undefined || !column.isRowWise || !targetTypes[kind].includes(column.type)) return [];
      return [{ key: `${worksheetId}/${columnId}`, worksheetId, columnId, name, owner: titleOf(document, element) }];
    });
  });
}
