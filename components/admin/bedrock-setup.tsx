"use client";

import { CopyableValue } from "#components/ui/copy-button";
import type { FieldValues } from "#lib/contract/ai-settings";
import { type BedrockPlace, iamPolicy } from "#lib/contract/bedrock";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { AwsIdentityValue, useAwsIdentity } from "./aws-identity.tsx";

type BedrockSetupProps = {
  readonly values: FieldValues;
  readonly actions: AiSettingsActions;
};

/** What is needed in AWS before there is a role: its policy, made for what the form says, and whom it will trust. */
export function BedrockSetup({ values, actions }: BedrockSetupProps) {
  const place = placeOf(values);
  const identity = useAwsIdentity(actions.findAwsIdentity, place.region);
  const models = { chatModel: values["chatModel"] ?? "", embeddingModel: values["embeddingModel"] ?? "" };
  return (
    <div className="space-y-4">
      <section aria-label="IAM policy">
        <h3 className="font-medium text-base">IAM policy</h3>
        <p className="mt-1 mb-2 text-quiet">For the role, made for the region and inference that are chosen.</p>
        <CopyableValue label="IAM policy" value={iamPolicy(place, models)} />
      </section>
      <section aria-label="AWS IAM user ARN">
        <h3 className="mb-2 font-medium text-base">AWS IAM user ARN</h3>
        <AwsIdentityValue identity={identity} />
      </section>
    </div>
  );
}

function placeOf(values: FieldValues): BedrockPlace {
  return { region: values["region"] ?? "", inference: values["inference"] === "global" ? "global" : "geography" };
}
