import type { ReactNode } from "react";

type PanelSectionProps = { readonly title: string; readonly actions?: ReactNode; readonly children: ReactNode };

/** A part of the panel under a quiet title. */
export function PanelSection({ title, actions, children }: PanelSectionProps) {
  return (
    <section aria-label={title} className="border-t px-4 py-3">
      <div className="mb-2 flex min-h-7 items-center justify-between gap-2">
        <h3 className="font-medium text-sm">{title}</h3>
        {actions}
      </div>
      <div className="space-y-3 text-sm">{children}</div>
    </section>
  );
}
