import type { ReactNode } from "react";
import { classNames } from "./class-names.tsx";
import { DocumentTitle } from "./document-title.tsx";

const widths = { form: "max-w-form", thread: "max-w-thread", wide: "max-w-6xl", full: "" } as const;

type PageProps = {
  readonly title: string;
  /** In the browser's tab, where it is another one. */
  readonly documentTitle?: string;
  readonly description?: ReactNode;
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode;
  readonly width?: keyof typeof widths;
  readonly children: ReactNode;
};

/** One place with one title. */
export function Page({ title, documentTitle = title, description, actions, width = "wide", children }: PageProps) {
  return (
    <div className={classNames("mx-auto w-full px-4 py-8 sm:px-6", widths[width])}>
      <DocumentTitle>{documentTitle}</DocumentTitle>
      <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="font-semibold text-xl">{title}</h1>
          {description !== undefined && <div className="mt-1 max-w-prose text-quiet">{description}</div>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

type SectionProps = {
  readonly title: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly id?: string;
  readonly children: ReactNode;
};

/** A part of a page under a plain title; a line stands above each but the first. */
export function Section({ title, description, actions, id, children }: SectionProps) {
  return (
    <section id={id} aria-label={title} className="border-line py-6 not-first-of-type:border-t first-of-type:pt-0">
      <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h2 className="font-semibold text-lg">{title}</h2>
          {description !== undefined && <div className="mt-0.5 max-w-prose text-quiet">{description}</div>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
