import type { Span } from "./diagnostic.ts";

export type BinaryOperator =
  | "Or"
  | "And"
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "&"
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "^";
export type UnaryOperator = "Not" | "-";

/** What the parser makes of a formula's text. Every node keeps its span; `missing` stands where recovery found nothing. */
export type Expression =
  | { readonly kind: "number"; readonly text: string; readonly span: Span }
  | { readonly kind: "text"; readonly value: string; readonly span: Span }
  | { readonly kind: "logical"; readonly value: boolean; readonly span: Span }
  | { readonly kind: "null"; readonly span: Span }
  /** `[Sales]` has path `["Sales"]`, `[Orders/Sales]` has `["Orders", "Sales"]`. */
  | { readonly kind: "reference"; readonly path: readonly string[]; readonly span: Span }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly nameSpan: Span;
      readonly arguments: readonly Expression[];
      readonly span: Span;
    }
  | { readonly kind: "unary"; readonly operator: UnaryOperator; readonly operand: Expression; readonly span: Span }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly operatorSpan: Span;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  | { readonly kind: "field"; readonly object: Expression; readonly name: string; readonly span: Span }
  | { readonly kind: "index"; readonly object: Expression; readonly index: Expression; readonly span: Span }
  | {
      readonly kind: "record";
      readonly entries: readonly { readonly key: string; readonly value: Expression }[];
      readonly span: Span;
    }
  | { readonly kind: "missing"; readonly span: Span };

export type Comment = { readonly text: string; readonly span: Span };
