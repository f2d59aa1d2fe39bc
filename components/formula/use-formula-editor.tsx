import { bracketMatching } from "@codemirror/language";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, placeholder } from "@codemirror/view";
import { type RefObject, useEffect, useRef } from "react";
import { formulaCompletion } from "./completion.tsx";
import { formulaDiagnostics } from "./diagnostics.tsx";
import { editorKeys } from "./editor-keys.tsx";
import { formulaTheme } from "./editor-theme.tsx";
import { formulaHighlighting, formulaLanguage } from "./formula-language.tsx";
import type { CheckedText, FormulaPlace } from "./formula-place.tsx";
import { formulaHints } from "./hints.tsx";
import { knowPlace, placeFacet } from "./place-facet.tsx";

export type FormulaEditorProps = {
  /** Spoken as the editor's name. */
  readonly label: string;
  readonly value: string;
  /** Null while it is on its way: then nothing is checked. */
  readonly place: FormulaPlace | null;
  readonly onChange: (text: string) => void;
  /** After each pause in typing, and when the place changes. */
  readonly onChecked?: (checked: CheckedText) => void;
  /** Enter. */
  readonly onSave?: (text: string) => void;
  /** Esc, with no completions open. */
  readonly onLeave?: () => void;
  /** The id of what describes the editor. */
  readonly describedBy?: string;
  readonly placeholder?: string;
  /** The page's nonce: the editor brings its own style element. */
  readonly nonce?: string | undefined;
  readonly autoFocus?: boolean;
};

/** A text that came from its owner, who need not be told. */
const fromOutside = Annotation.define<boolean>();

/** An editor inside `host` that lives as long as it; later texts and places are brought into it. */
export function useFormulaEditor(host: RefObject<HTMLDivElement | null>, props: FormulaEditorProps) {
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  const placing = useRef(new Compartment());
  const { value, place } = props;

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (host.current === null) return;
    const state = EditorState.create({
      doc: latest.current.value,
      extensions: [placing.current.of(placeExtension(latest.current.place)), extensionsOf(latest)],
    });
    const made = new EditorView({ state, parent: host.current });
    view.current = made;
    if (latest.current.autoFocus === true) made.focus();
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [host]);

  useEffect(() => {
    view.current?.dispatch({ effects: placing.current.reconfigure(placeExtension(place)) });
  }, [place]);

  useEffect(() => {
    const length = view.current?.state.doc.length ?? 0;
    if (view.current === null || view.current.state.doc.toString() === value) return;
    view.current.dispatch({
      changes: { from: 0, to: length, insert: value },
      selection: { anchor: value.length },
      annotations: fromOutside.of(true),
    });
  }, [value]);

  return view;
}

function placeExtension(place: FormulaPlace | null): Extension {
  return place === null ? [] : placeFacet.of(knowPlace(place));
}

function extensionsOf(latest: RefObject<FormulaEditorProps>): Extension {
  const { label, describedBy, nonce, placeholder: hint } = latest.current;
  return [
    nonce === undefined ? [] : EditorView.cspNonce.of(nonce),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      "aria-label": label,
      ...(describedBy === undefined ? {} : { "aria-describedby": describedBy }),
      spellcheck: "false",
      autocapitalize: "off",
    }),
    EditorView.updateListener.of((update) => {
      const isOwn = update.transactions.some((transaction) => transaction.annotation(fromOutside) !== true);
      if (update.docChanged && isOwn) latest.current.onChange(update.state.doc.toString());
    }),
    hint === undefined ? [] : placeholder(hint),
    formulaLanguage,
    formulaHighlighting,
    bracketMatching(),
    formulaCompletion,
    formulaHints,
    formulaDiagnostics((checked) => latest.current.onChecked?.(checked)),
    editorKeys({
      save: (text) => latest.current.onSave?.(text),
      leave: () => latest.current.onLeave?.(),
    }),
    formulaTheme,
  ];
}
