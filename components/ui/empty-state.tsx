import type { ReactNode } from "react";
import { DocumentTitle } from "./document-title.tsx";

type EmptyStateProps = {
  readonly title: string;
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
  readonly actions?: ReactNode;
  /** `h1` where it is the whole page. */
  readonly heading?: "h1" | "h2";
};

/** Nothing here yet: says so, why, and what to do. */
export function EmptyState({ title, children, icon, actions, heading: Heading = "h2" }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-16 text-center">
      {Heading === "h1" && <DocumentTitle>{title}</DocumentTitle>}
      {icon !== undefined && <div className="mb-3 text-quiet [&_svg]:size-6">{icon}</div>}
      <Heading className="font-semibold text-lg">{title}</Heading>
      {children !== undefined && <div className="mt-1.5 text-quiet">{children}</div>}
      {actions !== undefined && <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
