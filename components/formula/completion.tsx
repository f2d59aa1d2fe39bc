import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  pickedCompletion,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { type Suggestion, suggest } from "#lib/formula/suggest";
import { completionEdit } from "./completion-edit.tsx";
import { placeFacet } from "./place-facet.tsx";

const mostShown = 60;
/** Drawn at a time, around the one that is chosen: the list is drawn at every key, and nine are in sight. */
const mostDrawn = 12;

/** Functions, columns and the values of an argument, those that fit its type first. */
export const formulaCompletion: Extension = [
  closeBrackets(),
  autocompletion({
    override: [findCompletions],
    icons: false,
    activateOnTypingDelay: 40,
    maxRenderedOptions: mostDrawn,
    activateOnCompletion: ({ type }) => type === "function",
    addToOptions: [{ position: 20, render: renderKind }],
  }),
];

function findCompletions({ state, pos, explicit }: CompletionContext): CompletionResult | null {
  const known = state.facet(placeFacet);
  if (known === null) return null;
  const text = state.doc.toString();
  const { replace, items } = suggest(text, pos, known.names);
  const isStarted = replace.from < pos;
  const written = text.slice(replace.from, replace.to);
  const offered = items
    .filter(({ kind, insert }) => insert !== written && (explicit || isStarted || kind === "value"))
    .slice(0, mostShown);
  if (offered.length === 0) return null;
  return {
    from: replace.from,
    to: pos,
    filter: false,
    options: offered.map((item) => toCompletion(item, replace.to - pos)),
  };
}

/** `behind`: how much of the word stands behind the cursor and is replaced with it. */
function toCompletion(suggestion: Suggestion, behind: number): Completion {
  const { kind, label, detail, description } = suggestion;
  return {
    label,
    type: kind,
    detail: detail.startsWith(label) ? detail.slice(label.length) : detail,
    ...(description === undefined || description === "" ? {} : { info: description }),
    apply: (view, completion, from, to) => {
      const edit = completionEdit(view.state.doc.toString(), { from, to: to + behind }, suggestion);
      view.dispatch({
        changes: { ...edit.span, insert: edit.insert },
        selection: { anchor: edit.cursor },
        annotations: pickedCompletion.of(completion),
        userEvent: "input.complete",
        scrollIntoView: true,
      });
    },
  };
}

const kinds: Readonly<Record<Suggestion["kind"], string>> = {
  function: "ƒ",
  custom: "ƒ",
  column: "[]",
  value: '""',
  keyword: "·",
};

function renderKind({ type }: Completion): Node {
  const mark = document.createElement("span");
  mark.className = "cm-formula-kind";
  mark.ariaHidden = "true";
  mark.textContent = Object.entries(kinds).find(([kind]) => kind === type)?.[1] ?? "";
  return mark;
}
