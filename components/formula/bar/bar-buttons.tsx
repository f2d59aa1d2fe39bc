import { Check, X } from "lucide-react";
import { memo } from "react";
import { IconButton } from "#components/ui/button";
import { Spinner } from "#components/ui/spinner";

type BarButtonsProps = {
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  readonly onLeave: () => void;
  readonly onSave: () => void;
};

/** ✕ and ✓. Give them the same functions at every key, and they are not drawn anew. */
export const BarButtons = memo(function BarButtons({ isChanged, isSaving, onLeave, onSave }: BarButtonsProps) {
  return (
    <>
      <IconButton label="Restore the saved formula (Esc)" disabled={!isChanged} onClick={onLeave}>
        <X />
      </IconButton>
      <IconButton
        label="Save the formula (Enter)"
        disabled={!isChanged || isSaving}
        aria-busy={isSaving || undefined}
        onClick={onSave}
      >
        {isSaving ? <Spinner /> : <Check />}
      </IconButton>
    </>
  );
});
