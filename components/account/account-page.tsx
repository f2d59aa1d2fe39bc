import type { ReactNode } from "react";
import { DocumentTitle } from "#components/ui/document-title";

type AccountPageProps = {
  readonly title: string;
  readonly description?: string;
  /** The product's name in the corner. */
  readonly mark: ReactNode;
  readonly children: ReactNode;
};

/** One quiet column: what stands before the workspace. */
export function AccountPage({ title, description, mark, children }: AccountPageProps) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col px-5 py-8 sm:py-[12dvh]">
      <DocumentTitle>{title}</DocumentTitle>
      <div className="mb-10">{mark}</div>
      <h1 className="font-semibold text-xl [overflow-wrap:anywhere]">{title}</h1>
      {description === undefined ? (
        <div className="mb-3" />
      ) : (
        <p className="mt-1 mb-7 text-quiet [overflow-wrap:anywhere]">{description}</p>
      )}
      {children}
    </main>
  );
}
