"use client";

import { ButtonLink } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import type { ProviderNotice } from "#lib/contract/ai-settings";

/** Over every page while the AI provider does not work. */
export function ProviderBanner({ notice: { tone, title, message, action } }: { readonly notice: ProviderNotice }) {
  return (
    <aside aria-label="AI provider" className="px-3 pt-3 sm:px-4">
      <Notice
        tone={tone}
        title={title}
        {...(action === null
          ? {}
          : {
              actions: (
                <ButtonLink href={action.href} size="small">
                  {action.label}
                </ButtonLink>
              ),
            })}
      >
        {message}
      </Notice>
    </aside>
  );
}
