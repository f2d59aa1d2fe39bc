"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { Notice } from "#components/ui/notice";
import type { ProviderSummary } from "#lib/contract/ai-settings";
import { trustPolicy } from "#lib/contract/bedrock";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { AwsIdentityValue, useAwsIdentity } from "./aws-identity.tsx";
import { Policy } from "./policy.tsx";
import { useAdminAction } from "./sign-in-again.tsx";

type BedrockDetailsProps = {
  readonly provider: ProviderSummary;
  readonly actions: AiSettingsActions;
  readonly onRenewed: (externalId: string) => void;
};

/** What the role's trust relationship needs, without the external ID; and another one in its place. */
export function BedrockDetails({ provider, actions, onRenewed }: BedrockDetailsProps) {
  const identity = useAwsIdentity(actions.findAwsIdentity, provider.values["region"] ?? "");
  const [isRenewing, setIsRenewing] = useState(false);
  return (
    <div className="space-y-3 border-t pt-3">
      <section aria-label="AWS IAM user ARN">
        <h4 className="mb-1 text-quiet">AWS IAM user ARN</h4>
        <AwsIdentityValue identity={identity} />
      </section>
      <details open={provider.state.name === "waiting-for-trust"}>
        <summary className="cursor-pointer text-quiet">Trust relationship</summary>
        <div className="mt-2 space-y-2">
          <Policy
            title="Trust policy"
            help="Put the Amazon Bedrock external ID in the place of its name. It was shown once; when it is lost, make a new one."
            policy={trustPolicy(identity?.arn ?? null, null)}
          />
          <Button size="small" onClick={() => setIsRenewing(true)}>
            New external ID
          </Button>
        </div>
      </details>
      <RenewExternalId
        isOpen={isRenewing}
        onOpenChange={setIsRenewing}
        renewExternalId={actions.renewExternalId}
        onRenewed={(externalId) => {
          setIsRenewing(false);
          onRenewed(externalId);
        }}
      />
    </div>
  );
}

type RenewExternalIdProps = {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly renewExternalId: AiSettingsActions["renewExternalId"];
  readonly onRenewed: (externalId: string) => void;
};

function RenewExternalId({ isOpen, onOpenChange, renewExternalId, onRenewed }: RenewExternalIdProps) {
  const [error, setError] = useState<string>();
  const renew = useAdminAction(renewExternalId);
  const confirm = async () => {
    setError(undefined);
    const result = await renew.run();
    if (result.ok) onRenewed(result.data.externalId);
    else setError(result.error.message);
  };
  return (
    <Dialog
      title="Make a new external ID"
      description="The one in the role's trust policy no longer counts: AI features are unavailable until the policy has the new one and Test connection has passed."
      open={isOpen}
      onOpenChange={onOpenChange}
      footer={
        <>
          <DialogClose />
          <Button variant="danger" pending={renew.isPending} onClick={confirm}>
            New external ID
          </Button>
        </>
      }
    >
      {error !== undefined && <Notice tone="danger">{error}</Notice>}
    </Dialog>
  );
}
