import { describe, expect, it } from "vitest";
import { RequestError } from "#components/ui/request";
import { endBurst, rebase, record, redo, startHistory, undo } from "#components/workbook/state/history";
import { type Saved, saveDocument, type WorkbookWire } from "#components/workbook/state/save";
import { addText } from "#lib/workbook/edit/add-element";
import { renamePage } from "#lib/workbook/edit/pages";
import { mergeDocuments } from "#lib/workbook/merge";
import { emptyWorkbook, type WorkbookDocument } from "#lib/workbook/workbook";

const start = emptyWorkbook("p1");

let count = 0;
const withText = (document: WorkbookDocument, text: string): WorkbookDocument =>
  addText(document, "p1", text, () => `t${++count}`).document;
const textsOf = ({ elements }: WorkbookDocument) =>
  Object.values(elements)
    .flatMap((element) => (element.kind === "text" ? [element.text] : []))
    .sort();

/** A server that compares and sets, as the real one. `before` runs ahead of each save: what others do meanwhile. */
function server(first: WorkbookDocument, before: (save: (next: WorkbookDocument) => void, round: number) => void) {
  let stored: Saved = { document: first, revision: 1 };
  let round = 0;
  const save = (document: WorkbookDocument) => {
    stored = { document, revision: stored.revision + 1 };
  };
  const wire: WorkbookWire = {
    put: async (document, revision) => {
      round += 1;
      before(save, round);
      if (revision !== stored.revision) throw new RequestError({ code: "conflict", message: "Somebody was quicker." });
      save(document);
      return stored.revision;
    },
    get: async () => ({ ...stored, byName: "Ada" }),
  };
  return { wire, stored: () => stored };
}

const base: Saved = { document: start, revision: 1 };
const nobody = () => undefined;

describe("saving", () => {
  it("gives the new revision when nobody was quicker", async () => {
    const { wire, stored } = server(start, nobody);
    const outcome = await saveDocument(wire, base, withText(start, "mine"));
    expect(outcome).toMatchObject({ kind: "saved", base: { revision: 2 } });
    expect(textsOf(stored().document)).toEqual(["mine"]);
  });

  it("puts both together when another save came first, even when a third comes in between", async () => {
    let theirs = start;
    const { wire, stored } = server(start, (save, round) => {
      if (round > 2) return;
      theirs = withText(theirs, `theirs ${round}`);
      save(theirs);
    });
    const outcome = await saveDocument(wire, base, withText(start, "mine"));
    expect(outcome.kind).toBe("merged");
    expect(textsOf(stored().document)).toEqual(["mine", "theirs 1", "theirs 2"]);
  });

  it("asks when both changed the same, and saves nothing until then", async () => {
    const { wire, stored } = server(start, (save, round) => {
      if (round === 1) save(renamePage(start, "p1", "Theirs"));
    });
    const outcome = await saveDocument(wire, base, renamePage(start, "p1", "Mine"));
    expect(outcome).toMatchObject({ kind: "conflict", conflicts: [{ what: "page", id: "p1" }] });
    expect(stored().document.pages[0]?.name).toBe("Theirs");
  });

  it("passes on every other refusal, and gives up when others never stop", async () => {
    const refusal = new RequestError({ code: "forbidden", message: "No." });
    const wire: WorkbookWire = { put: () => Promise.reject(refusal), get: () => Promise.reject(refusal) };
    await expect(saveDocument(wire, base, withText(start, "mine"))).rejects.toBe(refusal);
    let theirs = start;
    const busy = server(start, (save) => {
      theirs = withText(theirs, "again");
      save(theirs);
    });
    await expect(saveDocument(busy.wire, base, withText(start, "mine"))).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("history", () => {
  it("goes back and forth, and forgets what was undone after a new change", () => {
    const two = record(record(startHistory(0), 1), 2);
    expect(undo(undo(two)).present).toBe(0);
    expect(undo(undo(undo(two))).present).toBe(0);
    expect(redo(undo(two)).present).toBe(2);
    expect(redo(record(undo(two), 5)).present).toBe(5);
  });

  it("undoes a burst at once, until it is ended", () => {
    const typed = record(record(record(startHistory(""), "a", "text"), "ab", "text"), "abc", "text");
    expect(undo(typed).present).toBe("");
    expect(undo(record(endBurst(typed), "abcd", "text")).present).toBe("abc");
    expect(undo(record(typed, "x", "other")).present).toBe("abc");
  });

  it("is bounded", () => {
    const long = Array.from({ length: 500 }).reduce<ReturnType<typeof startHistory<number>>>(
      (history, _, index) => record(history, index + 1),
      startHistory(0),
    );
    expect(long.past.length).toBe(100);
    expect(undo(long).present).toBe(499);
  });

  it("does not undo what somebody else changed", () => {
    const mine = record(startHistory(start), withText(start, "mine"));
    const theirs = renamePage(start, "p1", "Theirs");
    const together = rebase(mine, (document) => mergeDocuments(start, document, theirs).document);
    expect(together.present.pages[0]?.name).toBe("Theirs");
    expect(textsOf(together.present)).toEqual(["mine"]);
    const undone = undo(together).present;
    expect(undone.pages[0]?.name).toBe("Theirs");
    expect(textsOf(undone)).toEqual([]);
  });
});
