"use client";

import { CopyPlus, EllipsisVertical, Notebook, Pencil, Search, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Badge } from "#components/ui/badge";
import { Button, IconButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Input } from "#components/ui/field";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu";
import { Section } from "#components/ui/page";
import { nothing, request } from "#components/ui/request";
import { createdWorkbookSchema, type WorkbookListItem, workbookDetailSchema } from "#lib/contract/workbooks";
import { DeleteDialog } from "./delete-dialog.tsx";
import { NameDialog } from "./name-dialog.tsx";

type WorkbookListProps = {
  readonly workbooks: readonly WorkbookListItem[];
  readonly canBuild: boolean;
  readonly canAsk: boolean;
  readonly locale: string;
  readonly timeZone: string;
};

/** The workbooks that the viewer may open, found by name, description and owner, and the explorations of their own. */
export function WorkbookList({ workbooks, canBuild, canAsk, locale, timeZone }: WorkbookListProps) {
  const [query, setQuery] = useState("");
  const found = workbooks.filter((one) => matches(one, query));
  const shared = found.filter(({ kind }) => kind === "workbook");
  const own = found.filter(({ kind }) => kind === "exploration");
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone });
  const row = { canBuild, show: (iso: string) => moment.format(new Date(iso)) };
  if (workbooks.length === 0) return <NoWorkbooks canBuild={canBuild} canAsk={canAsk} />;
  return (
    <>
      <div className="relative mb-4 max-w-sm">
        <Search aria-hidden="true" className="pointer-events-none absolute top-2 left-2.5 size-4 text-quiet" />
        <Input
          type="search"
          aria-label="Search workbooks"
          placeholder="Search workbooks"
          className="pl-8"
          value={query}
          onChange={({ target }) => setQuery(target.value)}
        />
      </div>
      {found.length === 0 && (
        <EmptyState title="No workbook matches">
          None of the {workbooks.length} has “{query}” in its name, description or owner.
        </EmptyState>
      )}
      {shared.length > 0 && <Rows workbooks={shared} {...row} />}
      {own.length > 0 && (
        <div className="mt-8">
          <Section title="My explorations" description="Private changes to workbooks, and answers opened as workbooks.">
            <Rows workbooks={own} {...row} />
          </Section>
        </div>
      )}
    </>
  );
}

/** Makes a workbook and goes there. */
export function NewWorkbook() {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const create = async (name: string) => {
    const body = { name };
    const { id } = await request("/api/workbooks", createdWorkbookSchema, { method: "POST", body });
    router.push(`/workbooks/${id}?stage=draft`);
  };
  return (
    <>
      <Button variant="primary" onClick={() => setIsAsking(true)}>
        New workbook
      </Button>
      {isAsking && (
        <NameDialog
          title="New workbook"
          action="Create"
          name="Untitled workbook"
          onSave={create}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}

function NoWorkbooks({ canBuild, canAsk }: Pick<WorkbookListProps, "canBuild" | "canAsk">) {
  if (canBuild)
    return (
      <EmptyState title="No workbooks yet" icon={<Notebook aria-hidden="true" />} actions={<NewWorkbook />}>
        A workbook holds tables, charts and controls over your sources, on pages that you share.
      </EmptyState>
    );
  return (
    <EmptyState title="No workbooks yet" icon={<Notebook aria-hidden="true" />}>
      Nobody has shared one with you.{canAsk && " What an answer found can be opened as a workbook from Ask."}
    </EmptyState>
  );
}

type RowShape = { readonly canBuild: boolean; readonly show: (iso: string) => string };

function Rows({ workbooks, ...row }: RowShape & { readonly workbooks: readonly WorkbookListItem[] }) {
  return (
    <ul className="divide-y rounded-md border bg-surface">
      {workbooks.map((workbook) => (
        <WorkbookRow key={workbook.id} workbook={workbook} {...row} />
      ))}
    </ul>
  );
}

function WorkbookRow({ workbook, canBuild, show }: RowShape & { readonly workbook: WorkbookListItem }) {
  const { id, name, description, kind, ownerName, isPublished, updatedAt } = workbook;
  return (
    <li className="relative flex items-start gap-3 px-4 py-3 hover:bg-text/3">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-2">
          <Link
            href={`/workbooks/${id}`}
            className="min-w-0 font-medium [overflow-wrap:anywhere] after:absolute after:inset-0"
          >
            {name}
          </Link>
          {kind === "workbook" && !isPublished && <Badge>Draft</Badge>}
        </div>
        {description !== "" && <p className="mt-0.5 line-clamp-2 text-quiet text-sm">{description}</p>}
        <p className="mt-0.5 text-quiet text-sm">
          {kind === "workbook" && `${ownerName} · `}
          {show(updatedAt)}
        </p>
      </div>
      <RowMenu workbook={workbook} canBuild={canBuild} />
    </li>
  );
}

type Open = "rename" | "duplicate" | "delete" | null;

function RowMenu({ workbook, canBuild }: { readonly workbook: WorkbookListItem; readonly canBuild: boolean }) {
  const { id, name, kind, access } = workbook;
  const router = useRouter();
  const [open, setOpen] = useState<Open>(null);
  const done = () => {
    setOpen(null);
    router.refresh();
  };
  const rename = async (next: string) => {
    await request(`/api/workbooks/${id}`, nothing, { method: "PATCH", body: { name: next } });
    done();
  };
  const duplicate = async (next: string) => {
    const stage = access === "edit" ? "draft" : "published";
    const { document, description } = await request(`/api/workbooks/${id}?stage=${stage}`, workbookDetailSchema);
    const body = { name: next, description, document };
    await request("/api/workbooks", createdWorkbookSchema, { method: "POST", body });
    done();
  };
  if (!canBuild && access !== "edit") return null;
  return (
    <div className="relative">
      <Menu
        trigger={
          <IconButton label={`More for ${name}`} size="small">
            <EllipsisVertical />
          </IconButton>
        }
      >
        {access === "edit" && (
          <MenuItem icon={<Pencil />} onSelect={() => setOpen("rename")}>
            Rename
          </MenuItem>
        )}
        {canBuild && (
          <MenuItem icon={<CopyPlus />} onSelect={() => setOpen("duplicate")}>
            Duplicate
          </MenuItem>
        )}
        {access === "edit" && (
          <>
            <MenuSeparator />
            <MenuItem icon={<Trash2 />} danger onSelect={() => setOpen("delete")}>
              Delete
            </MenuItem>
          </>
        )}
      </Menu>
      {open === "rename" && (
        <NameDialog title="Rename" action="Rename" name={name} onSave={rename} onClose={() => setOpen(null)} />
      )}
      {open === "duplicate" && (
        <NameDialog
          title={`Duplicate ${name}`}
          action="Duplicate"
          name={`Copy of ${name}`.slice(0, 200)}
          onSave={duplicate}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "delete" && (
        <DeleteDialog workbook={{ id, name, kind }} onDeleted={done} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}

function matches({ name, description, ownerName }: WorkbookListItem, query: string): boolean {
  const text = `${name} ${description} ${ownerName}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
