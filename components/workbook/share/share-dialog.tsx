"use client";

import { Dialog } from "#components/ui/dialog";

export function ShareDialog({
  name,
  onClose,
}: {
  readonly workbookId: string;
  readonly name: string;
  readonly onClose: () => void;
}) {
  return <Dialog title={`Share ${name}`} open onOpenChange={onClose} />;
}
