"use client";

import { Copy, Download, FileText } from "lucide-react";
import { IconButton } from "#components/ui/button";
import { Menu, MenuItem } from "#components/ui/menu";
import { useMarkdown } from "./use-markdown.tsx";

type CopyAnswerProps = {
  readonly runId: string;
  /** What stands under the result, without markup; empty: nothing, or it is of an earlier result. */
  readonly text: string;
};

/** Takes one answer elsewhere: its text, or all of it as Markdown. */
export function CopyAnswer({ runId, text }: CopyAnswerProps) {
  const { said, setSaid, copy, download } = useMarkdown(`/api/runs/${runId}/markdown`);
  const copyText = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid("Text copied."),
      () => setSaid("Copying was not allowed by the browser."),
    );
  return (
    <>
      <span role="status" className={said === "" ? "sr-only" : "mr-1 text-quiet text-sm"}>
        {said}
      </span>
      <Menu
        trigger={
          <IconButton label="Copy and export" size="small">
            <Copy />
          </IconButton>
        }
      >
        {text !== "" && (
          <MenuItem icon={<FileText />} onSelect={() => void copyText()}>
            Copy text
          </MenuItem>
        )}
        <MenuItem icon={<Copy />} onSelect={copy}>
          Copy as Markdown
        </MenuItem>
        <MenuItem icon={<Download />} onSelect={download}>
          Export as Markdown
        </MenuItem>
      </Menu>
    </>
  );
}
