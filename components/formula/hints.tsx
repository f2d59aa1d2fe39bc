import { type EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { EditorView, hoverTooltip, showTooltip, type Tooltip } from "@codemirror/view";
import type { ArgumentDefinition } from "#lib/formula/functions/definition";
import { findFunction } from "#lib/formula/functions/table";
import { hoverAt, type SignatureHelp, signatureAt } from "#lib/formula/suggest";
import { argumentTypeName, signatureParts } from "./function-words.tsx";
import { placeFacet } from "./place-facet.tsx";

/** What a word means when the pointer rests on it, and the signature of the call around the cursor. */

const hover = hoverTooltip((view, position) => {
  const known = view.state.facet(placeFacet);
  const found = known === null ? null : hoverAt(view.state.doc.toString(), position, known.names);
  if (found === null) return null;
  return {
    pos: found.span.from,
    end: found.span.to,
    above: true,
    create: () => ({ dom: panel(block("cm-formula-signature", found.title), block("cm-formula-hint", found.text)) }),
  };
});

const focused = StateEffect.define<boolean>();

type Help = {
  readonly isFocused: boolean;
  readonly shown: { readonly help: SignatureHelp; readonly tooltip: Tooltip } | null;
};

const signatureField = StateField.define<Help>({
  create: () => ({ isFocused: false, shown: null }),
  update(help, transaction) {
    const isFocused = transaction.effects.reduce(
      (is, effect) => (effect.is(focused) ? effect.value : is),
      help.isFocused,
    );
    if (!transaction.docChanged && transaction.selection === undefined && isFocused === help.isFocused) return help;
    return { isFocused, shown: isFocused ? showSignature(transaction.state, help.shown) : null };
  },
  provide: (field) => showTooltip.from(field, ({ shown }) => shown?.tooltip ?? null),
});

export const formulaHints: Extension = [
  hover,
  signatureField,
  EditorView.focusChangeEffect.of((_state, isFocused) => focused.of(isFocused)),
];

/** Above the line, so that completions have the room below, and where the call begins, so that it stands still while an argument is written. */
function showSignature(state: EditorState, before: Help["shown"]): Help["shown"] {
  const { main } = state.selection;
  const customFunctions = state.facet(placeFacet)?.names.customFunctions;
  const help = main.empty ? signatureAt(state.doc.toString(), main.head, customFunctions) : null;
  if (help === null) return null;
  const pos = Math.max(help.from, state.doc.lineAt(main.head).from);
  const isSame = before !== null && isSameHelp(before.help, help);
  if (isSame && before.tooltip.pos === pos) return before;
  // A tooltip with the same `create` is moved, not drawn anew.
  const create = isSame ? before.tooltip.create : () => ({ dom: drawHelp(help) });
  return { help, tooltip: { pos, above: true, create } };
}

function isSameHelp(one: SignatureHelp, other: SignatureHelp): boolean {
  return one.signature === other.signature && one.activeIndex === other.activeIndex;
}

function drawHelp(help: SignatureHelp): HTMLElement {
  const definition = findFunction(help.name);
  const line = block("cm-formula-signature", definition === undefined ? help.signature : "");
  const active = help.active === null ? null : { argument: help.active, index: help.activeIndex };
  if (definition !== undefined) {
    for (const { text, isActive } of signatureParts(definition, active)) {
      line.append(isActive ? inline("strong", text) : text);
    }
  }
  const about = help.active === null ? help.description : describeArgument(help.active);
  return panel(line, block("cm-formula-hint", about));
}

function describeArgument({ name, type, values }: ArgumentDefinition): string {
  const choices = values === undefined ? "" : `, one of ${values.map((value) => `"${value}"`).join(", ")}`;
  return `${name}: ${argumentTypeName(type)}${choices}`;
}

function panel(...parts: readonly HTMLElement[]): HTMLElement {
  const dom = block("cm-formula-panel", "");
  dom.append(...parts.filter((part) => part.childNodes.length > 0));
  return dom;
}

function block(className: string, text: string): HTMLElement {
  const dom = inline("div", text);
  dom.className = className;
  return dom;
}

function inline(tag: string, text: string): HTMLElement {
  const dom = document.createElement(tag);
  if (text !== "") dom.textContent = text;
  return dom;
}
