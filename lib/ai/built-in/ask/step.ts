import type { AskToolInput, AskToolName } from "#lib/contract/ask-tools";

/** What the model does next: calls, all at once, or the prose that ends the answer. */
export type Step =
  | { readonly kind: "calls"; readonly calls: readonly ToolCall[] }
  | { readonly kind: "say"; readonly text: string };

export type ToolCall = {
  [Name in AskToolName]: { readonly name: Name; readonly input: AskToolInput<Name> };
}[AskToolName];

export function call(...calls: readonly ToolCall[]): Step {
  return { kind: "calls", calls };
}

export function say(text: string): Step {
  return { kind: "say", text };
}
