import { MessageCircleOff } from "lucide-react";
import { ButtonLink } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Notice } from "#components/ui/notice";
import { History } from "./history.tsx";

/** Why nothing can be asked now. */
export type AskObstacle = {
  readonly message: string;
  /** Where it can be mended, for those who may. */
  readonly settings: string | null;
};

type AskOffProps = { readonly obstacle: AskObstacle };

/** In the page's place: nothing can be asked; what was answered is still there. */
export function AskOff({ obstacle }: AskOffProps) {
  const { message } = obstacle;
  return (
    <div className="mx-auto w-full max-w-thread px-4 pb-16">
      <EmptyState
        heading="h1"
        title="AI features are off"
        icon={<MessageCircleOff aria-hidden="true" />}
        actions={<SettingsLink obstacle={obstacle} />}
      >
        {message}
      </EmptyState>
      <History title="Your questions" currentId={null} />
    </div>
  );
}

/** In the question box's place. */
export function AskOffNotice({ obstacle }: AskOffProps) {
  return <Notice actions={<SettingsLink obstacle={obstacle} />}>{obstacle.message}</Notice>;
}

function SettingsLink({ obstacle: { settings } }: AskOffProps) {
  return settings === null ? null : <ButtonLink href={settings}>Open AI settings</ButtonLink>;
}
