"use client";

import { Copy, Download, Ellipsis, Link2 } from "lucide-react";
import { useState } from "react";
import { IconButton } from "#components/ui/button";
import { Menu, MenuItem } from "#components/ui/menu";
import { ShareDialog } from "./share-dialog.tsx";
import { useMarkdown } from "./use-markdown.tsx";

/** What can be done with a thread as a whole. */
export function ThreadActions({ threadId }: { readonly threadId: string }) {
  const [isSharing, setIsSharing] = useState(false);
  const { said, copy, download } = useMarkdown(`/api/threads/${threadId}/markdown`);
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
        <MenuItem icon={<Download />} onSelect={download}>
          Export as Markdown
        </MenuItem>
        <MenuItem icon={<Copy />} onSelect={copy}>
          Copy as Markdown
        </MenuItem>
      </Menu>
      {isSharing && <ShareDialog threadId={threadId} onClose={() => setIsSharing(false)} />}
    </>
  );
}
