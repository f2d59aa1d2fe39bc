"use client";

import Link from "next/link";
import { useState } from "react";
import { Notice } from "#components/ui/notice";
import { Section } from "#components/ui/page";
import { RadioCards } from "#components/ui/radio-cards";
import type { SendRung } from "#lib/contract/ai-settings";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { ChartPicturesSwitch } from "./chart-pictures-switch.tsx";
import { useAdminAction } from "./sign-in-again.tsx";

const rungs = [
  {
    value: "1",
    label: "Structure only",
    description:
      "The question, names, types and descriptions of sources and columns. The model plans; results never leave, and Askbook writes the prose.",
  },
  {
    value: "2",
    label: "Structure, values and aggregates",
    description:
      "Also values that match words of the question, grouped and summarized results, and facts computed from them.",
  },
  {
    value: "3",
    label: "Also up to 20 rows",
    description: "Also at most 20 rows of a result that is not grouped, so that the model can describe single records.",
  },
] as const;

const rungOf: Readonly<Record<(typeof rungs)[number]["value"], SendRung>> = { "1": 1, "2": 2, "3": 3 };

type SendRungSectionProps = {
  readonly sendRung: SendRung;
  readonly sendChartPictures: boolean;
  readonly actions: AiSettingsActions;
};

/** The ladder of what an external provider may be sent. In force at once. */
export function SendRungSection({ sendRung, sendChartPictures, actions }: SendRungSectionProps) {
  const [chosen, setChosen] = useState<SendRung | null>(null);
  const [error, setError] = useState<string>();
  const [isSaved, setIsSaved] = useState(false);
  const change = useAdminAction(actions.changeSendRung);
  const choose = async (next: SendRung) => {
    setChosen(next);
    setError(undefined);
    setIsSaved(false);
    const result = await change.run(next);
    if (result.ok) setIsSaved(true);
    else setError(result.error.message);
    if (!result.ok) setChosen(null);
  };
  return (
    <Section
      title="What may be sent"
      description={
        <>
          To an external provider, for every answer. Columns marked “never send” are withheld on every rung. What was
          sent is kept and shown with each answer. <DisclaimerLink />
        </>
      }
    >
      <div className="max-w-form space-y-3">
        <RadioCards
          legend="What may be sent"
          hideLegend
          name="send-rung"
          value={keyOf(chosen ?? sendRung)}
          onChange={(value) => void choose(rungOf[value])}
          options={rungs.map((rung) => ({ ...rung, disabled: change.isPending }))}
        />
        {error !== undefined && <Notice tone="danger">{error}</Notice>}
        {isSaved && <Notice tone="positive">Saved. It holds from the next question on.</Notice>}
        <ChartPicturesSwitch isAllowed={sendChartPictures} sendRung={chosen ?? sendRung} actions={actions} />
      </div>
    </Section>
  );
}

function keyOf(rung: SendRung): (typeof rungs)[number]["value"] {
  return rungs[rung - 1]?.value ?? "1";
}

export function DisclaimerLink() {
  return (
    <Link href="/help/ai-disclaimer" className="underline">
      Disclaimer
    </Link>
  );
}
