"use client";

import { CopyPlus, EllipsisVertical, History, RotateCcw, Share2, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { Button, ButtonLink, IconButton } from "#components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu";
import { nothing, request, sentenceOf } from "#components/ui/request";
import { createdWorkbookSchema, type WorkbookDetail } from "#lib/contract/workbooks";
import { DeleteDialog } from "../list/delete-dialog.tsx";
import { NameDialog } from "../list/name-dialog.tsx";
import { ShareDialog } from "../share/share-dialog.tsx";
import type { WorkbookState } from "../state/use-workbook.tsx";
import { VersionsPanel } from "../versions/versions-panel.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { DiscardDialog } from "./discard-dialog.tsx";

type WorkbookActionsProps = {
  readonly detail: WorkbookDetail;
  readonly state: WorkbookState;
  readonly timeZone: string;
};

type Open = "share" | "versions" | "save-as" | "discard" | "delete" | null;

const revisionSchema = z.object({ revision: z.number() });

/** What can be done with the workbook, by those who may: edit, explore, publish, share, and the rest in a menu. */
export function WorkbookActions({ detail, state, timeZone }: WorkbookActionsProps) {
  const { mode, may, document, name, noBasic } = useWorkbookContext();
  const router = useRouter();
  const [open, setOpen] = useState<Open>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  const [publishedRevision, setPublishedRevision] = useState(detail.hasChanges ? null : detail.revision);
  const canEdit = detail.access === "edit" && may("build") && detail.kind === "workbook";
  const isOwn = detail.isOwner || may("administer");

  const act = async (work: () => Promise<void>) => {
    setProblem(null);
    setIsPending(true);
    try {
      await work();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setIsPending(false);
  };
  const publish = () =>
    act(async () => {
      const revision = await state.flush();
      if (revision === null) return setProblem("Not published: the draft is not saved yet.");
      const body = { revision };
      await request(`/api/workbooks/${detail.id}/publish`, nothing, { method: "POST", body });
      setPublishedRevision(revision);
    });
  const explore = () =>
    act(async () => {
      const body = { from: "workbook", workbookId: detail.id };
      const { id } = await request("/api/explorations", createdWorkbookSchema, { method: "POST", body });
      router.push(`/workbooks/${id}`);
    });
  const saveAs = async (wanted: string) => {
    await state.flush();
    const explorationId = mode === "explore" ? detail.id : null;
    const body = { name: wanted, description: detail.description, document, explorationId };
    const { id } = await request("/api/workbooks", createdWorkbookSchema, { method: "POST", body });
    router.push(`/workbooks/${id}?stage=draft`);
  };
  const discard = () =>
    act(async () => {
      setOpen(null);
      const revision = await state.flush();
      if (revision === null) return setProblem("Not discarded: the draft is not saved yet.");
      const body = { revision };
      const path = `/api/workbooks/${detail.id}/discard`;
      const discarded = await request(path, revisionSchema, { method: "POST", body });
      await state.reload();
      setPublishedRevision(discarded.revision);
    });

  const isPublished = publishedRevision !== null && publishedRevision === state.revision && state.save.name === "saved";
  return (
    <>
      {mode === "view" && canEdit && (
        <ButtonLink href={`/workbooks/${detail.id}?stage=draft`} variant="primary">
          Edit
        </ButtonLink>
      )}
      {mode === "view" && noBasic === null && (
        <Button pending={isPending} onClick={() => void explore()}>
          Explore
        </Button>
      )}
      {mode === "explore" && may("build") && (
        <Button variant="primary" onClick={() => setOpen("save-as")}>
          <span>
            Save as<span className="max-sm:sr-only"> workbook</span>
          </span>
        </Button>
      )}
      {canEdit && mode !== "explore" && (
        <Button onClick={() => setOpen("share")} className="max-sm:hidden">
          <Share2 />
          Share
        </Button>
      )}
      {mode === "edit" && (
        <Button variant="primary" pending={isPending} disabled={isPublished} onClick={() => void publish()}>
          {isPublished ? "Published" : "Publish"}
        </Button>
      )}
      <Menu
        trigger={
          <IconButton label="More for this workbook">
            <EllipsisVertical />
          </IconButton>
        }
      >
        {mode === "edit" && detail.publishedAt !== null && (
          <MenuItem icon={<RotateCcw />} disabled={isPublished} onSelect={() => setOpen("discard")}>
            Discard draft
          </MenuItem>
        )}
        {canEdit && mode !== "explore" && (
          <>
            <MenuItem icon={<Share2 />} onSelect={() => setOpen("share")}>
              Share
            </MenuItem>
            <MenuItem icon={<History />} onSelect={() => setOpen("versions")}>
              Version history
            </MenuItem>
          </>
        )}
        {may("build") && mode !== "explore" && (
          <MenuItem icon={<CopyPlus />} onSelect={() => setOpen("save-as")}>
            Duplicate
          </MenuItem>
        )}
        {isOwn && mode !== "view" && (
          <>
            <MenuSeparator />
            <MenuItem icon={<Trash2 />} danger onSelect={() => setOpen("delete")}>
              Delete
            </MenuItem>
          </>
        )}
        {mode === "view" && !canEdit && <MenuItem onSelect={() => window.print()}>Print</MenuItem>}
      </Menu>
      {problem !== null && (
        <p role="alert" className="basis-full text-danger text-sm">
          {problem}
        </p>
      )}
      {open === "share" && <ShareDialog workbookId={detail.id} name={name} onClose={() => setOpen(null)} />}
      {open === "versions" && (
        <VersionsPanel detail={detail} state={state} timeZone={timeZone} onClose={() => setOpen(null)} />
      )}
      {open === "save-as" && (
        <NameDialog
          title={mode === "explore" ? "Save as workbook" : "Duplicate the workbook"}
          action="Save"
          name={mode === "explore" ? name : `Copy of ${name}`.slice(0, 200)}
          onSave={saveAs}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "discard" && <DiscardDialog onDiscard={() => void discard()} onClose={() => setOpen(null)} />}
      {open === "delete" && (
        <DeleteDialog
          workbook={{ id: detail.id, name, kind: detail.kind }}
          onDeleted={() => router.push("/workbooks")}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
