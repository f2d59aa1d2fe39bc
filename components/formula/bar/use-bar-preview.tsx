import { useState } from "react";
import type { CheckedText, FormulaPlace } from "../formula-place.tsx";
import { type LoadPreview, type PreviewState, useFormulaPreview } from "../use-formula-preview.tsx";

type Known = { readonly place: FormulaPlace | null; readonly checked: CheckedText };

/** The first rows of what is written, as soon as the editor has found it sound in this place. */
export function useBarPreview(text: string, place: FormulaPlace | null, load: LoadPreview | null) {
  const [known, setKnown] = useState<Known | null>(null);
  const checked = known?.place === place ? (known?.checked ?? null) : null;
  const sound = checked !== null && checked.expression !== null ? checked.text : null;
  const ran = useFormulaPreview(load, sound);
  const preview: PreviewState =
    text.trim() === "" && place !== null
      ? { state: "empty" }
      : checked === null
        ? { state: "loading", last: null }
        : ran;
  return { preview, onChecked: (next: CheckedText) => setKnown({ place, checked: next }) };
}
