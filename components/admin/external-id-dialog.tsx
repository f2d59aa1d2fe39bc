"use client";

import { CopyableValue } from "#components/ui/copy-button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { trustPolicy } from "#lib/contract/bedrock";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { AwsIdentityValue, useAwsIdentity } from "./aws-identity.tsx";
import { Policy } from "./policy.tsx";

type ExternalIdDialogProps = {
  readonly externalId: string;
  readonly region: string;
  readonly findAwsIdentity: AiSettingsActions["findAwsIdentity"];
  readonly onClose: () => void;
};

/** The external ID and the whole trust policy, shown this once. */
export function ExternalIdDialog({ externalId, region, findAwsIdentity, onClose }: ExternalIdDialogProps) {
  const identity = useAwsIdentity(findAwsIdentity, region);
  return (
    <Dialog
      title="Amazon Bedrock external ID"
      description="Copy the external ID and store it somewhere secure: it is not shown again."
      width="wide"
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      footer={<DialogClose>Close</DialogClose>}
    >
      <div className="space-y-4">
        <section aria-label="External ID">
          <h3 className="mb-1 font-medium">External ID</h3>
          <CopyableValue label="external ID" value={externalId} />
        </section>
        {identity?.arn === null && <AwsIdentityValue identity={identity} />}
        <Policy
          title="Trust policy"
          help="In IAM, open the role and paste it under Trust relationships > Edit trust policy. Then choose Test connection here."
          policy={trustPolicy(identity?.arn ?? null, externalId)}
        />
      </div>
    </Dialog>
  );
}
