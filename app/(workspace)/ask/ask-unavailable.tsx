import { MessageCircleOff } from "lucide-react";
import { EmptyState } from "#components/ui/empty-state";

export function AskUnavailable() {
  return (
    <EmptyState
      heading="h1"
      title="Your account type does not include Ask"
      icon={<MessageCircleOff aria-hidden="true" />}
    >
      Ask an admin to change your account type.
    </EmptyState>
  );
}
