"use client";

import { CopyableValue } from "#components/ui/copy-button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import type { IssuedLink } from "#lib/contract/members";

type LinkDialogProps = {
  readonly thing: "invitation" | "password link";
  readonly link: IssuedLink;
  readonly locale: string;
  readonly timeZone: string;
  readonly onClose: () => void;
};

const titles = { invitation: "Invitation link", "password link": "Password link" } as const;

/** The only time that the link is shown: the server keeps no more than its hash. */
export function LinkDialog({ thing, link, locale, timeZone, onClose }: LinkDialogProps) {
  const until = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone });
  return (
    <Dialog
      title={`${titles[thing]} for ${link.email}`}
      description={`Pass it on to this person only. It works once, until ${until.format(new Date(link.expiresAt))}, and is shown only now.`}
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      footer={<DialogClose>Close</DialogClose>}
    >
      <CopyableValue label="link" value={`${window.location.origin}${link.path}`} />
    </Dialog>
  );
}
