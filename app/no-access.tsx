import { Lock } from "lucide-react";
import { EmptyState } from "#components/ui/empty-state";

/** In the place of a page that the viewer's account type does not include. */
export function NoAccess({ title }: { readonly title: string }) {
  return (
    <EmptyState heading="h1" title={title} icon={<Lock aria-hidden="true" />}>
      Your account type does not include it. Ask an admin of your organization.
    </EmptyState>
  );
}
