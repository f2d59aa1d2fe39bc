"use client";

import { Checkbox } from "#components/ui/checkbox";
import { CopyableValue } from "#components/ui/copy-button";
import { SelectField, TextField } from "#components/ui/field";
import { Switch } from "#components/ui/switch";
import {
  findControlTargets,
  removeControlTarget,
  setControlTarget,
  updateControl,
} from "#lib/workbook/edit/control-targets";
import { elementsInOrder } from "#lib/workbook/edit/layout";
import { renameElement } from "#lib/workbook/edit/rename-element";
import { type ControlElement, titleOf, worksheetIdOf } from "#lib/workbook/workbook";
import { useFilterable } from "../bar/add-control.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { PanelSection } from "./panel-section.tsx";

/** A control's name, where its values come from, and what it filters. */
export function ControlProperties({ element }: { readonly element: ControlElement }) {
  const { document, change, scopes } = useWorkbookContext();
  const control = document.controls.find(({ id }) => id === element.controlId);
  const columns = useFilterable(control?.kind ?? "list");
  if (control === undefined) return null;
  const setOptions = (key: string) =>
    change((before) => {
      const own = before.elements[element.id];
      if (own?.kind !== "control") return before;
      const chosen = columns.find((column) => column.key === key);
      const options = chosen === undefined ? null : { worksheetId: chosen.worksheetId, columnId: chosen.columnId };
      return { ...before, elements: { ...before.elements, [own.id]: { ...own, options } } };
    });
  const { options } = element;
  return (
    <>
      <PanelSection title="Control">
        <TextField
          key={control.name}
          label="Name"
          defaultValue={control.name}
          maxLength={190}
          onBlur={({ target }) => change((before) => renameElement(before, element.id, target.value, scopes.sources))}
        />
        {control.kind === "list" && (
          <>
            <SelectField
              label="Values from"
              value={options === null ? "" : `${options.worksheetId}/${options.columnId}`}
              options={[
                { value: "", label: "Typed by the reader" },
                ...columns.map(({ key, name, owner }) => ({ value: key, label: `${name} of ${owner}` })),
              ]}
              onChange={({ target }) => setOptions(target.value)}
            />
            <Switch
              label="Several values"
              checked={control.multiple}
              onChange={({ target }) =>
                change((before) =>
                  updateControl(before, {
                    ...control,
                    multiple: target.checked,
                    value: target.checked ? control.value : control.value.slice(0, 1),
                  }),
                )
              }
            />
          </>
        )}
        <div>
          <p className="mb-1 font-medium">In formulas</p>
          <CopyableValue label="name in formulas" value={`[${control.id}]`} />
        </div>
      </PanelSection>
      <Targets controlId={control.id} columns={columns} />
    </>
  );
}

type TargetsProps = { readonly controlId: string; readonly columns: ReturnType<typeof useFilterable> };

/** One column of each element that the control filters. */
function Targets({ controlId, columns }: TargetsProps) {
  const { document, change } = useWorkbookContext();
  const targets = findControlTargets(document, controlId);
  const owners = elementsInOrder(document).filter((one) => {
    const worksheetId = worksheetIdOf(one);
    return worksheetId !== null && columns.some((column) => column.worksheetId === worksheetId);
  });
  const set = (worksheetId: string, columnId: string | null) =>
    change((before) =>
      columnId === null
        ? removeControlTarget(before, controlId, worksheetId)
        : setControlTarget(before, controlId, worksheetId, { columnId }, () => crypto.randomUUID()),
    );
  return (
    <PanelSection title="Filters">
      {owners.length === 0 && <p className="text-quiet">No element has a column that this control can filter.</p>}
      {owners.map((one) => {
        const worksheetId = worksheetIdOf(one) ?? "";
        const own = columns.filter((column) => column.worksheetId === worksheetId);
        const target = targets.find((found) => found.worksheetId === worksheetId);
        const title = titleOf(document, one);
        return (
          <div key={one.id} className="space-y-1.5">
            <Checkbox
              label={title}
              checked={target !== undefined}
              onChange={({ target: { checked } }) => set(worksheetId, checked ? (own[0]?.columnId ?? null) : null)}
            />
            {target !== undefined && (
              <div className="pl-6">
                <SelectField
                  label={<span className="sr-only">Column of {title}</span>}
                  value={target.columnId}
                  options={own.map(({ columnId, name }) => ({ value: columnId, label: name }))}
                  onChange={({ target: { value } }) => set(worksheetId, value)}
                />
              </div>
            )}
          </div>
        );
      })}
    </PanelSection>
  );
}
