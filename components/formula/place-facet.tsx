import { Facet } from "@codemirror/state";
import type { FormulaScope } from "#lib/formula/checked";
import { type FormulaPlace, namesAt } from "./formula-place.tsx";

/** A place with its names, which are read once and not at every key press. */
export type KnownPlace = { readonly place: FormulaPlace; readonly names: FormulaScope };

/** Where the formula of this editor stands; null until somebody says so. */
export const placeFacet = Facet.define<KnownPlace, KnownPlace | null>({ combine: ([first]) => first ?? null });

export function knowPlace(place: FormulaPlace): KnownPlace {
  return { place, names: namesAt(place) };
}
