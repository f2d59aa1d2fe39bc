// @vitest-environment jsdom
import { EditorState } from "@codemirror/state";
import { EditorView, showTooltip, type Tooltip } from "@codemirror/view";
import { describe, expect, it } from "vitest";
import { formulaHints } from "#components/formula/hints";

/** An editor that has the keyboard, with this text before and behind the cursor. */
function focusedAt(before: string, behind = ""): EditorState {
  const state = EditorState.create({
    doc: before + behind,
    selection: { anchor: before.length },
    extensions: formulaHints,
  });
  const effects = state
    .facet(EditorView.focusChangeEffect)
    .map((tell) => tell(state, true))
    .filter((effect) => effect !== null);
  return state.update({ effects }).state;
}

function type(state: EditorState, text: string): EditorState {
  const { head } = state.selection.main;
  return state.update({ changes: { from: head, insert: text }, selection: { anchor: head + text.length } }).state;
}

const shown = (state: EditorState): Tooltip | null => state.facet(showTooltip).find((one) => one !== null) ?? null;

describe("the signature of the call around the cursor", () => {
  it("stands where the call begins, and still while an argument is written", () => {
    const before = focusedAt("1 + Sum(");
    const signature = shown(before);
    expect(signature?.pos).toBe(4);
    expect(shown(type(before, "[Sales"))).toBe(signature);
  });

  it("is drawn anew for another argument, and moved when the call moves", () => {
    const first = focusedAt('DateAdd("day"');
    const second = type(first, ", ");
    expect(shown(second)?.create).not.toBe(shown(first)?.create);
    const moved = second.update({ changes: { from: 0, insert: "1 + " } }).state;
    expect(shown(moved)).toMatchObject({ pos: 4, create: shown(second)?.create });
  });

  it("stands above the line that is written, when the call began in one before", () => {
    expect(shown(focusedAt("Sum(\n  [Sales"))?.pos).toBe(5);
  });

  it("goes when the call is closed, and is not there without the keyboard", () => {
    expect(shown(type(focusedAt("Sum([Sales]"), ")"))).toBeNull();
    const state = EditorState.create({ doc: "Sum(", selection: { anchor: 4 }, extensions: formulaHints });
    expect(shown(state)).toBeNull();
  });
});
