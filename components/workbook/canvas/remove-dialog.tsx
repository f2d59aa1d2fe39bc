"use client";

import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { findDependants } from "#lib/workbook/edit/remove-element";
import { type Element, titleOf } from "#lib/workbook/workbook";
import { useWorkbookContext } from "../workbook-context.tsx";

type RemoveDialogProps = { readonly element: Element; readonly onRemove: () => void; readonly onClose: () => void };

/** Says what goes with an element before it goes. */
export function RemoveDialog({ element, onRemove, onClose }: RemoveDialogProps) {
  const { document } = useWorkbookContext();
  const dependants = findDependants(document, element.id);
  const names = dependants.map((one) => titleOf(document, one));
  const isOne = dependants.length === 1;
  return (
    <Dialog
      title={`Delete ${titleOf(document, element)}`}
      description={`${isOne ? "One element is" : `${dependants.length} elements are`} built on it and ${isOne ? "goes" : "go"} with it: ${names.join(", ")}. Undo brings ${isOne ? "both" : "all of them"} back.`}
      open
      onOpenChange={onClose}
      footer={
        <>
          <DialogClose />
          <Button variant="danger" onClick={onRemove}>
            {isOne ? "Delete both" : `Delete all ${dependants.length + 1}`}
          </Button>
        </>
      }
    />
  );
}
