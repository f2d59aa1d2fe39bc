import { ButtonLink } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";

export default function NotFound() {
  return (
    <main>
      <EmptyState
        heading="h1"
        title="There is nothing at this address"
        actions={<ButtonLink href="/">Go to Home</ButtonLink>}
      >
        It may have been deleted, or you have no access to it.
      </EmptyState>
    </main>
  );
}
