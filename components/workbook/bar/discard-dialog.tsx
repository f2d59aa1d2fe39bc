import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";

type DiscardDialogProps = { readonly onDiscard: () => void; readonly onClose: () => void };

export function DiscardDialog({ onDiscard, onClose }: DiscardDialogProps) {
  return (
    <Dialog
      title="Discard the draft"
      description="The draft becomes what is published. Undo brings your changes back while this page stays open."
      open
      onOpenChange={onClose}
      footer={
        <>
          <DialogClose />
          <Button variant="danger" onClick={onDiscard}>
            Discard draft
          </Button>
        </>
      }
    />
  );
}
