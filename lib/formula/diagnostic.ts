/** Positions in the formula's text, in UTF-16 code units; `to` is exclusive. */
export type Span = { readonly from: number; readonly to: number };

/** A change that would mend the formula. */
export type Fix = {
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly insert: string }[];
};

/** What is wrong with a formula. Never thrown: parsing and checking return lists of these. `code` is stable, for tests and help. */
export type Diagnostic = {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly span: Span;
  readonly fix?: Fix;
};
