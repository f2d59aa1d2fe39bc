import type { Diagnostic, Fix, Span } from "#lib/formula/diagnostic";

export type Mendable = Diagnostic & { readonly fix: Fix };

/** What can be mended by itself and is nearest to the cursor: where it stands, else what begins closest. */
export function findFix(diagnostics: readonly Diagnostic[], position: number): Mendable | null {
  const [nearest] = diagnostics
    .flatMap((diagnostic) => (diagnostic.fix === undefined ? [] : [{ ...diagnostic, fix: diagnostic.fix }]))
    .toSorted((left, right) => distance(left.span, position) - distance(right.span, position));
  return nearest ?? null;
}

/** The same diagnostic in a text that was checked anew, if it is still there. */
export function findAgain(diagnostics: readonly Diagnostic[], wanted: Diagnostic): Mendable | null {
  const same = diagnostics.filter(({ code, message }) => code === wanted.code && message === wanted.message);
  return findFix(same, wanted.span.from);
}

function distance({ from, to }: Span, position: number): number {
  if (from <= position && position <= to) return 0;
  return Math.min(Math.abs(from - position), Math.abs(to - position));
}
