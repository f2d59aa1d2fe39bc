"use client";

import type { FieldValues } from "#lib/contract/ai-settings";
import { type BedrockPlace, iamPolicy } from "#lib/contract/bedrock";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { AwsIdentityValue, useAwsIdentity } from "./aws-identity.tsx";
import { Policy } from "./policy.tsx";

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
      <Policy
        title="IAM policy"
        help="For the role, made for the region and inference that are chosen."
        policy={iamPolicy(place, models)}
      />
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
