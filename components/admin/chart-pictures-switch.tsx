"use client";

import { useState } from "react";
import { Notice } from "#components/ui/notice";
import { Switch } from "#components/ui/switch";
import type { SendRung } from "#lib/contract/ai-settings";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { useAdminAction } from "./sign-in-again.tsx";

type ChartPicturesSwitchProps = {
  readonly isAllowed: boolean;
  /** On the first rung it changes nothing, and says so. */
  readonly sendRung: SendRung;
  readonly actions: Pick<AiSettingsActions, "changeChartPictures">;
};

/** Whether an explanation may carry a picture of its chart. In force at once. */
export function ChartPicturesSwitch({ isAllowed, sendRung, actions }: ChartPicturesSwitchProps) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const [error, setError] = useState<string>();
  const [isSaved, setIsSaved] = useState(false);
  const change = useAdminAction(actions.changeChartPictures);
  const choose = async (next: boolean) => {
    setChosen(next);
    setError(undefined);
    setIsSaved(false);
    const result = await change.run(next);
    setIsSaved(result.ok);
    if (result.ok) return;
    setError(result.error.message);
    setChosen(null);
  };
  return (
    <div className="space-y-3">
      <Switch
        label="Send a picture of charts"
        help={
          <>
            When a chart is explained, the model also gets a picture of it, with all of its marks and labels. None is
            sent of a chart with a column marked “never send”, or of single rows beyond those allowed above.
            {sendRung === 1 && " With “Structure only”, none is sent at all."}
          </>
        }
        checked={chosen ?? isAllowed}
        disabled={change.isPending}
        onChange={(event) => void choose(event.target.checked)}
      />
      {error !== undefined && <Notice tone="danger">{error}</Notice>}
      {isSaved && <Notice tone="positive">Saved. It holds from the next explanation on.</Notice>}
    </div>
  );
}
