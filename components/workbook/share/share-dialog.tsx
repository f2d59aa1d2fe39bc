"use client";

import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { SelectField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { Skeleton } from "#components/ui/skeleton";
import type { WorkbookAccess, WorkbookSharing } from "#lib/contract/workbooks";
import { useSharing } from "./use-sharing.tsx";

type ShareDialogProps = { readonly workbookId: string; readonly name: string; readonly onClose: () => void };

const accessOptions = [
  { value: "view", label: "can view" },
  { value: "explore", label: "can explore" },
  { value: "edit", label: "can edit" },
] as const satisfies readonly { value: WorkbookAccess; label: string }[];

/** Who may open the workbook, and who of them lacks a source that it shows. */
export function ShareDialog({ workbookId, name, onClose }: ShareDialogProps) {
  const { sharing, problem, isPending, update } = useSharing(workbookId);
  return (
    <Dialog
      title={`Share ${name}`}
      description="Everybody sees what is published, with the rows that they themselves may see."
      open
      onOpenChange={onClose}
      width="wide"
      footer={<DialogClose>Done</DialogClose>}
    >
      <div className="space-y-4">
        {problem !== null && <Notice tone="danger">{problem}</Notice>}
        {sharing === null && problem === null && <Skeleton className="h-24" />}
        {sharing !== null && (
          <>
            <AddGrant sharing={sharing} isPending={isPending} onAdd={update} />
            <ul className="divide-y rounded-md border">
              <li className="flex items-center justify-between gap-3 px-3 py-2">
                <span className="min-w-0 truncate">{sharing.owner.name}</span>
                <span className="text-quiet text-sm">Owner</span>
              </li>
              {sharing.grants.map((grant) => (
                <GrantRow
                  key={`${grant.granteeKind}:${grant.granteeId}`}
                  grant={grant}
                  isPending={isPending}
                  onChange={update}
                />
              ))}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  );
}

type Update = ReturnType<typeof useSharing>["update"];
type Grant = WorkbookSharing["grants"][number];

function AddGrant({
  sharing,
  isPending,
  onAdd,
}: {
  readonly sharing: WorkbookSharing;
  readonly isPending: boolean;
  readonly onAdd: Update;
}) {
  const [who, setWho] = useState("");
  const [access, setAccess] = useState<WorkbookAccess>("view");
  const given = new Set(sharing.grants.map(({ granteeKind, granteeId }) => `${granteeKind}:${granteeId}`));
  const hasEveryone = sharing.grants.some(({ granteeKind }) => granteeKind === "everyone");
  const options = [
    ...(hasEveryone ? [] : [{ value: "everyone:", label: "Everyone in the organization" }]),
    ...sharing.accountTypes.map(({ accountTypeId, name }) => ({
      value: `account-type:${accountTypeId}`,
      label: `Account type ${name}`,
    })),
    ...sharing.people.map(({ userId, name, email }) => ({ value: `user:${userId}`, label: `${name} (${email})` })),
  ].filter(({ value }) => !given.has(value));
  const add = () => {
    const [kind, id = ""] = who.split(":");
    if (kind !== "user" && kind !== "account-type" && kind !== "everyone") return;
    void onAdd({ granteeKind: kind, granteeId: id === "" ? null : id, access });
    setWho("");
  };
  return (
    <div className="flex flex-wrap items-end gap-2">
      <div className="min-w-0 flex-1 basis-56">
        <SelectField
          label="Share with"
          value={who}
          options={[{ value: "", label: "Choose a person or account type" }, ...options]}
          onChange={({ target }) => setWho(target.value)}
        />
      </div>
      <div className="w-32">
        <SelectField
          label="What"
          value={access}
          options={accessOptions}
          onChange={({ target }) => setAccess(accessOf(target.value))}
        />
      </div>
      <Button variant="primary" disabled={who === ""} pending={isPending} onClick={add}>
        Share
      </Button>
    </div>
  );
}

type GrantRowProps = { readonly grant: Grant; readonly isPending: boolean; readonly onChange: Update };

function GrantRow({ grant, isPending, onChange }: GrantRowProps) {
  const { granteeKind, name, access, lacks } = grant;
  const granteeId = granteeKind === "everyone" ? null : grant.granteeId;
  const grantable = lacks.filter(({ canGrant }) => canGrant);
  return (
    <li className="px-3 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 truncate">{granteeKind === "account-type" ? `${name} accounts` : name}</span>
        <select
          aria-label={`What ${name} can do`}
          value={access}
          disabled={isPending}
          className="h-7 rounded-md border border-line-strong bg-surface px-1 text-sm"
          onChange={({ target }) => void onChange({ granteeKind, granteeId, access: accessOf(target.value) })}
        >
          {accessOptions.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <Button
          size="small"
          variant="quiet"
          disabled={isPending}
          aria-label={`Remove ${name}`}
          onClick={() => void onChange({ granteeKind, granteeId, access: null })}
        >
          Remove
        </Button>
      </div>
      {lacks.length > 0 && (
        <div className="mt-1.5 flex flex-wrap items-center gap-2 text-sm">
          <TriangleAlert aria-hidden="true" className="size-3.5 shrink-0 text-warning" />
          <span className="min-w-0 flex-1">
            May not use {lacks.map((lack) => lack.name).join(", ")}: what is built on{" "}
            {lacks.length === 1 ? "it" : "them"} stays empty.
          </span>
          {grantable.length > 0 ? (
            <Button
              size="small"
              disabled={isPending}
              onClick={() =>
                void onChange({
                  granteeKind,
                  granteeId,
                  access,
                  grantSourceIds: grantable.map(({ sourceId }) => sourceId),
                })
              }
            >
              Grant {grantable.map((lack) => lack.name).join(", ")}
            </Button>
          ) : (
            <span className="text-quiet">Whoever manages the source can grant it.</span>
          )}
        </div>
      )}
    </li>
  );
}

function accessOf(text: string): WorkbookAccess {
  return accessOptions.find(({ value }) => value === text)?.value ?? "view";
}
