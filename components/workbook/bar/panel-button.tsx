import { PanelRightClose, PanelRightOpen } from "lucide-react";
import { IconButton } from "#components/ui/button";

type PanelButtonProps = { readonly isOpen: boolean; readonly onToggle: () => void };

/** Gives the page the room of the panel, and back. Where there is no panel, there is no button either. */
export function PanelButton({ isOpen, onToggle }: PanelButtonProps) {
  return (
    <span className="hidden lg:flex">
      <IconButton
        label={isOpen ? "Close the properties" : "Open the properties"}
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        {isOpen ? <PanelRightClose /> : <PanelRightOpen />}
      </IconButton>
    </span>
  );
}
