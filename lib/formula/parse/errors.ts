import type { Tree } from "@lezer/common";
import type { Diagnostic } from "../diagnostic.ts";
import { maximumDiagnostics } from "./limits.ts";
import type { TokenRow } from "./row.ts";
import type { Token } from "./tokens.ts";

/** What the grammar stumbled over, when nothing more helpful is known of it. */
export function findUnexpected(tree: Tree, { text, tokens }: TokenRow): readonly Diagnostic[] {
  const end = tokens.at(-1)?.to ?? 0;
  if (tokens.length === 0) return [incomplete(0, text.length)];
  const diagnostics: Diagnostic[] = [];
  let lastTo = -1;
  tree.iterate({
    enter(node) {
      if (!node.type.isError) return diagnostics.length < maximumDiagnostics;
      if (node.from > lastTo) diagnostics.push(describe(node.from, node.to, text, tokens, end));
      lastTo = Math.max(lastTo, node.to);
      return false;
    },
  });
  return diagnostics;
}

/** Where the grammar first stumbled; infinity: nowhere. */
export function findFirstError(tree: Tree): number {
  let first = Number.POSITIVE_INFINITY;
  tree.iterate({
    enter({ type, from }) {
      if (type.isError) first = Math.min(first, from);
      return first === Number.POSITIVE_INFINITY;
    },
  });
  return first;
}

function describe(from: number, to: number, text: string, tokens: readonly Token[], end: number): Diagnostic {
  if (from >= end) return incomplete(Math.max(0, end - 1), end);
  const token = tokens.find((candidate) => candidate.to > from);
  const span = to > from ? { from, to } : { from: token?.from ?? from, to: token?.to ?? from + 1 };
  return {
    code: "unexpected",
    severity: "error",
    message: `Unexpected "${text.slice(span.from, Math.min(span.to, span.from + 40))}". An operator or a separator may be missing before it.`,
    span,
  };
}

function incomplete(from: number, to: number): Diagnostic {
  return { code: "incomplete", severity: "error", message: "Incomplete formula", span: { from, to } };
}
