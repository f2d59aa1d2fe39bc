import { forEachDiagnostic, linter, type Diagnostic as Mark } from "@codemirror/lint";
import type { EditorState, Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { Diagnostic } from "#lib/formula/diagnostic";
import { findAgain, findFix, type Mendable } from "./fixes.tsx";
import { type CheckedText, checkText } from "./formula-place.tsx";
import { placeFacet } from "./place-facet.tsx";

/** Long enough that a word may be finished before it is called wrong. */
const pause = 220;

/** Checks in the browser after each pause, underlines what is wrong and tells what was found. */
export function formulaDiagnostics(onChecked: (checked: CheckedText) => void): Extension {
  return [
    linter(
      (view) => {
        const checked = checkNow(view);
        if (checked === null) return [];
        onChecked(checked);
        return checked.diagnostics.map(toMark);
      },
      {
        delay: pause,
        needsRefresh: ({ startState, state }) => startState.facet(placeFacet) !== state.facet(placeFacet),
      },
    ),
    EditorView.contentAttributes.of(({ state }) => (hasErrors(state) ? { "aria-invalid": "true" } : null)),
  ];
}

function hasErrors(state: EditorState): boolean {
  let found = false;
  forEachDiagnostic(state, ({ severity }) => {
    found ||= severity === "error";
  });
  return found;
}

/** Mends what a diagnostic complains of, if it still does. False: it does not. */
export function applyFix(view: EditorView, diagnostic: Diagnostic): boolean {
  return mend(view, findAgain(checkNow(view)?.diagnostics ?? [], diagnostic));
}

/** Mends what is wrong at the cursor, or nearest to it. */
export function applyNearestFix(view: EditorView): boolean {
  return mend(view, findFix(checkNow(view)?.diagnostics ?? [], view.state.selection.main.head));
}

function mend(view: EditorView, found: Mendable | null): boolean {
  if (found === null) return false;
  view.dispatch({
    changes: found.fix.edits.map(({ span, insert }) => ({ ...span, insert })),
    userEvent: "input.fix",
    scrollIntoView: true,
  });
  view.focus();
  return true;
}

function checkNow(view: EditorView): CheckedText | null {
  const known = view.state.facet(placeFacet);
  return known === null ? null : checkText(view.state.doc.toString(), known.place);
}

function toMark(diagnostic: Diagnostic): Mark {
  const { span, severity, message, fix } = diagnostic;
  const actions =
    fix === undefined ? [] : [{ name: fix.title, apply: (view: EditorView) => void applyFix(view, diagnostic) }];
  return { ...span, severity, message, actions };
}
