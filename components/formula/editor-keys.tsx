import { acceptCompletion, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, insertNewline } from "@codemirror/commands";
import { type Extension, Prec } from "@codemirror/state";
import { type EditorView, keymap } from "@codemirror/view";
import { applyNearestFix } from "./diagnostics.tsx";

export type EditorKeys = { readonly save: (text: string) => void; readonly leave: () => void };

/**
 * Enter saves, Shift or Alt Enter breaks the line, Esc leaves, Ctrl or ⌘ and a dot applies the nearest fix. While completions are open, Enter
 * and Tab take one and Esc closes them. Tab otherwise moves on, as in any field.
 */
export function editorKeys({ save, leave }: EditorKeys): Extension {
  const saveText = (view: EditorView): boolean => {
    save(view.state.doc.toString());
    return true;
  };
  const leaveEditor = (view: EditorView): boolean => {
    view.contentDOM.blur();
    leave();
    return true;
  };
  return [
    history(),
    // The keys of completion are bound at the highest precedence and pass these on when there is nothing to take or close.
    Prec.high(
      keymap.of([
        { key: "Enter", run: saveText, shift: insertNewline },
        { key: "Alt-Enter", run: insertNewline },
        { key: "Mod-Enter", run: saveText },
        { key: "Tab", run: acceptCompletion },
        { key: "Escape", run: leaveEditor },
        { key: "Mod-.", run: applyNearestFix },
      ]),
    ),
    keymap.of([...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap]),
  ];
}
