import { MessageCircleOff } from "lucide-react";
import { ButtonLink } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { can, type Person } from "#lib/permissions";

export function AskUnavailable({ viewer }: { readonly viewer: Person }) {
  const isAdmin = can(viewer, "administer");
  const mayAsk = can(viewer, "useAsk");
  return (
    <EmptyState
      heading="h1"
      title={mayAsk ? "AI features are off" : "Your account type does not include Ask"}
      icon={<MessageCircleOff aria-hidden="true" />}
      {...(isAdmin && mayAsk ? { actions: <ButtonLink href="/admin/ai-settings">Open AI settings</ButtonLink> } : {})}
    >
      {mayAsk
        ? isAdmin
          ? "Choose in AI settings which models answer questions."
          : "An admin can choose in AI settings which models answer questions."
        : "Ask an admin to change your account type."}
    </EmptyState>
  );
}
