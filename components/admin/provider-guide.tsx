import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "#components/ui/class-names";
import type { ProviderForm } from "#lib/contract/ai-settings";

type ProviderGuideProps = {
  readonly form: ProviderForm;
  /** Beside the form when there is room, else under it; or always under it. */
  readonly placement: "beside" | "under";
  /** What is needed to follow it, such as a policy to copy. */
  readonly children?: ReactNode;
};

const placements = {
  beside: "xl:mt-0 xl:border-t-0 xl:border-l xl:pt-0 xl:pl-6",
  under: "",
} as const;

/** Where each value is found. */
export function ProviderGuide({ form, placement, children }: ProviderGuideProps) {
  const width = placement === "beside" && (children === undefined ? "xl:max-w-64" : "xl:max-w-96");
  return (
    <aside
      aria-label="Where do I find this?"
      className={classNames("mt-6 w-full max-w-form border-t pt-4 text-sm", placements[placement], width)}
    >
      <h3 className="font-medium text-base">Where do I find this?</h3>
      <p className="mt-1 text-quiet">{form.guide.title}</p>
      <ol className="mt-2 list-decimal space-y-2 pl-4">
        {form.guide.steps.map((step) => (
          <li key={step} className="[overflow-wrap:anywhere]">
            {step}
          </li>
        ))}
      </ol>
      {children !== undefined && <div className="mt-4">{children}</div>}
      {form.links.length > 0 && (
        <div className="mt-3">
          <ProviderLinks links={form.links} />
        </div>
      )}
    </aside>
  );
}

/** To the provider's own pages: keys, rate limits. */
export function ProviderLinks({ links }: Pick<ProviderForm, "links">) {
  return (
    <ul className="space-y-1">
      {links.map((link) => (
        <li key={link.href}>
          <a href={link.href} target="_blank" rel="noreferrer" className="inline-flex items-center gap-1 underline">
            {link.label}
            <ExternalLink aria-label="opens in a new tab" className="size-3" />
          </a>
        </li>
      ))}
    </ul>
  );
}
