"use client";

import { Copy, Download, Ellipsis, Link2 } from "lucide-react";
import { useState } from "react";
import { IconButton } from "#components/ui/button";
import { Menu, MenuItem } from "#components/ui/menu";
import { ShareDialog } from "./share-dialog.tsx";

const copied = "Copied as Markdown.";

/** What can be done with a thread as a whole. */
export function ThreadActions({ threadId }: { readonly threadId: string }) {
  const [isSharing, setIsSharing] = useState(false);
  const [said, setSaid] = useState("");
  const path = `/api/threads/${threadId}/markdown`;
  const copy = async () => {
    try {
      const response = await fetch(path);
      if (!response.ok) throw new Error(await response.text());
      await navigator.clipboard.writeText(await response.text());
      setSaid(copied);
    } catch {
      setSaid("It could not be copied. Export it instead.");
    }
    setTimeout(() => setSaid(""), 3000);
  };
  return (
    <>
      <span role="status" className={said === "" ? "sr-only" : "text-quiet text-sm"}>
        {said}
      </span>
      <Menu
        trigger={
          <IconButton label="Share and export" size="small">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Link2 />} onSelect={() => setIsSharing(true)}>
          Share by link
        </MenuItem>
        <MenuItem icon={<Download />} onSelect={() => window.location.assign(path)}>
          Export as Markdown
        </MenuItem>
        <MenuItem icon={<Copy />} onSelect={() => void copy()}>
          Copy as Markdown
        </MenuItem>
      </Menu>
      {isSharing && <ShareDialog threadId={threadId} onClose={() => setIsSharing(false)} />}
    </>
  );
}
