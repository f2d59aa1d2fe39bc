import type { Channel, ChartWish } from "../lexicon/chart-words.ts";
import type { Aggregate, Comparison, Superlative, TextOperator } from "../lexicon/operators.ts";
import type { Marker } from "../lexicon/structure.ts";
import type { KnownColumn } from "../source.ts";
import type { Bucket, DateRange } from "./find-dates.ts";
import type { ColumnCandidate } from "./match-columns.ts";

/** Values of a column that a phrase of the question stands for. `exact`: a whole value, not a part of one. */
export type ValueCandidate = {
  readonly column: KnownColumn;
  readonly values: readonly string[];
  readonly exact: boolean;
};

export type MentionContent =
  | { readonly kind: "column"; readonly candidates: readonly ColumnCandidate[] }
  | { readonly kind: "value"; readonly candidates: readonly ValueCandidate[]; readonly text: string }
  | { readonly kind: "quoted"; readonly text: string }
  | { readonly kind: "entity" }
  | { readonly kind: "number"; readonly value: number; readonly isPercent: boolean; readonly text: string }
  | { readonly kind: "date"; readonly range: DateRange; readonly label: string }
  | { readonly kind: "bucket"; readonly bucket: Bucket }
  | { readonly kind: "aggregate"; readonly aggregate: Aggregate }
  | { readonly kind: "comparison"; readonly comparison: Comparison }
  | { readonly kind: "openEnd"; readonly operator: ">=" | "<=" }
  | { readonly kind: "superlative"; readonly superlative: Superlative }
  | { readonly kind: "textOperator"; readonly operator: TextOperator }
  | { readonly kind: "marker"; readonly marker: Marker }
  | { readonly kind: "chart"; readonly wish: ChartWish }
  | { readonly kind: "channel"; readonly channel: Channel }
  | { readonly kind: "symbol"; readonly text: string }
  /** A word without content. */
  | { readonly kind: "filler"; readonly word: string }
  /** A word that found no place. */
  | { readonly kind: "unknown"; readonly word: string };

export type MentionKind = MentionContent["kind"];

/** What a span of the question is taken to mean. `from` and `to` count tokens. */
export type Mention = MentionContent & { readonly from: number; readonly to: number };

export type MentionOf<Kind extends MentionKind> = Extract<Mention, { kind: Kind }>;
