"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { sentenceOf } from "#components/ui/request";
import { isSame } from "#lib/workbook/change";
import { type MergeConflict, mergeDocuments } from "#lib/workbook/merge";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { endBurst, type History, rebase, record, redo, startHistory, undo } from "./history.tsx";
import { createWire, type Saved, type SaveOutcome, saveDocument, type Theirs } from "./save.tsx";
import { useRemoteState } from "./use-remote-state.tsx";

export type SaveState =
  | { readonly name: "saved" | "unsaved" | "saving" }
  | { readonly name: "failed"; readonly message: string }
  | { readonly name: "conflict"; readonly theirs: Theirs; readonly conflicts: readonly MergeConflict[] };

export type WorkbookState = {
  readonly document: WorkbookDocument;
  readonly revision: number;
  readonly save: SaveState;
  /** What others did to the document, in a sentence; null: nothing of late. */
  readonly notice: string | null;
  /** Changes of the same `burst` that follow each other are undone at once. */
  readonly change: (edit: (document: WorkbookDocument) => WorkbookDocument, burst?: string) => void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  /** Saves at once what is not saved yet; resolves when that is done or failed. Gives the revision, or null when it is not saved. */
  readonly flush: () => Promise<number | null>;
  /** Of a conflict: whose version of what both changed is to stay. The rest of both stays anyway. */
  readonly resolve: (whose: "mine" | "theirs") => void;
  /** The server's document instead of the one here, as after a discarded draft. */
  readonly reload: () => Promise<void>;
};

type Options = {
  readonly workbookId: string;
  readonly start: Saved;
  /** Changes stay on this page: a reader's own view of what is published. */
  readonly isPrivate: boolean;
};

const pauseMs = 700;

/** A document that is edited here: undone and redone, saved by itself, and kept together with what others save. */
export function useWorkbook({ workbookId, start, isPrivate }: Options): WorkbookState {
  const wire = useMemo(() => createWire(workbookId), [workbookId]);
  const [history, setHistory] = useState<History<WorkbookDocument>>(() => startHistory(start.document));
  const [base, setBase] = useState(start);
  const [save, setSave] = useState<SaveState>({ name: "saved" });
  const [notice, setNotice] = useState<string | null>(null);
  const now = useRef({ history, base, save });
  const running = useRef<Promise<number | null> | null>(null);

  const setDocument = useCallback((next: History<WorkbookDocument>) => {
    now.current.history = next;
    setHistory(next);
  }, []);
  const setState = useCallback((next: SaveState) => {
    now.current.save = next;
    setSave(next);
  }, []);
  const moveBase = useCallback((next: Saved) => {
    now.current.base = next;
    setBase(next);
  }, []);

  const takeIn = useCallback(
    (theirs: Theirs, next: Saved, sentence: string) => {
      const before = now.current.base.document;
      setDocument(
        rebase(now.current.history, (document) => mergeDocuments(before, document, theirs.document).document),
      );
      moveBase(next);
      setNotice(`${sentence} ${theirs.byName ?? "somebody else"}.`);
    },
    [moveBase, setDocument],
  );

  const settle = useCallback(
    (outcome: SaveOutcome): number | null => {
      if (outcome.kind === "conflict") {
        setState({ name: "conflict", theirs: outcome.theirs, conflicts: outcome.conflicts });
        return null;
      }
      if (outcome.kind === "saved") moveBase(outcome.base);
      else takeIn(outcome.theirs, outcome.base, "Merged with changes by");
      return outcome.base.revision;
    },
    [moveBase, setState, takeIn],
  );

  const saveAll = useCallback(async (): Promise<number | null> => {
    while (!isSame(now.current.history.present, now.current.base.document)) {
      setState({ name: "saving" });
      setDocument(endBurst(now.current.history));
      try {
        const revision = settle(await saveDocument(wire, now.current.base, now.current.history.present));
        if (revision === null) return null;
      } catch (error) {
        setState({ name: "failed", message: sentenceOf(error) });
        return null;
      }
    }
    setState({ name: "saved" });
    return now.current.base.revision;
  }, [setDocument, setState, settle, wire]);

  const flush = useCallback((): Promise<number | null> => {
    if (isPrivate) return Promise.resolve(now.current.base.revision);
    if (now.current.save.name === "conflict") return Promise.resolve(null);
    running.current ??= saveAll().finally(() => {
      running.current = null;
    });
    return running.current;
  }, [isPrivate, saveAll]);

  const change = useCallback(
    (edit: (document: WorkbookDocument) => WorkbookDocument, burst?: string) => {
      const next = record(now.current.history, edit(now.current.history.present), burst ?? null);
      if (next === now.current.history) return;
      setDocument(next);
      setNotice(null);
      if (!isPrivate && ["saved", "failed"].includes(now.current.save.name)) setState({ name: "unsaved" });
    },
    [isPrivate, setDocument, setState],
  );

  const travel = useCallback(
    (step: typeof undo) => {
      setDocument(step(now.current.history));
      if (!isPrivate && ["saved", "failed"].includes(now.current.save.name)) setState({ name: "unsaved" });
    },
    [isPrivate, setDocument, setState],
  );

  const resolve = useCallback(
    (whose: "mine" | "theirs") => {
      const { save: state, base: before, history: known } = now.current;
      if (state.name !== "conflict") return;
      const { theirs } = state;
      const together =
        whose === "mine"
          ? mergeDocuments(before.document, known.present, theirs.document)
          : mergeDocuments(before.document, theirs.document, known.present);
      // The other side's version stays one step of undo away.
      setDocument(
        record(
          rebase(known, (one) => mergeDocuments(before.document, one, theirs.document).document),
          together.document,
        ),
      );
      moveBase(theirs);
      setState({ name: "unsaved" });
    },
    [moveBase, setDocument, setState],
  );

  const reload = useCallback(async () => {
    const theirs = await wire.get();
    setDocument(record(now.current.history, theirs.document));
    moveBase(theirs);
    setState({ name: "saved" });
  }, [moveBase, setDocument, setState, wire]);

  // A pause after the last change; what is on its way takes later changes with it.
  const { present } = history;
  useEffect(() => {
    if (isPrivate || save.name !== "unsaved" || present === null) return;
    const timer = setTimeout(() => void flush(), pauseMs);
    return () => clearTimeout(timer);
  }, [isPrivate, save, present, flush]);

  useRemoteState(isPrivate ? null : workbookId, async ({ revision }) => {
    if (now.current.save.name === "failed") return void flush();
    if (revision <= now.current.base.revision || now.current.save.name !== "saved") return;
    const theirs = await wire.get();
    if (now.current.save.name === "saved" && theirs.revision > now.current.base.revision)
      takeIn(theirs, theirs, "Now with changes by");
  });
  useWarningBeforeLeaving(!isPrivate && save.name !== "saved");

  return {
    document: present,
    revision: base.revision,
    save,
    notice,
    change,
    undo: history.past.length === 0 ? null : () => travel(undo),
    redo: history.future.length === 0 ? null : () => travel(redo),
    flush,
    resolve,
    reload,
  };
}

function useWarningBeforeLeaving(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isOn]);
}
