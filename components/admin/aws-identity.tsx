"use client";

import { useEffect, useState } from "react";
import { CopyableValue } from "#components/ui/copy-button";
import { Notice } from "#components/ui/notice";
import { Skeleton } from "#components/ui/skeleton";
import type { AwsIdentity } from "#lib/contract/bedrock";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";

/** Who this server is in AWS; null while it is being asked. */
export function useAwsIdentity(
  findAwsIdentity: AiSettingsActions["findAwsIdentity"],
  region: string,
): AwsIdentity | null {
  const [found, setFound] = useState<{ readonly region: string; readonly identity: AwsIdentity } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const show = (identity: AwsIdentity) => {
      if (isCurrent) setFound({ region, identity });
    };
    findAwsIdentity(region).then(
      (result) => show(result.ok ? result.data : { arn: null, problem: result.error.message }),
      () => show({ arn: null, problem: "The server cannot be reached. Reload the page to ask again." }),
    );
    return () => {
      isCurrent = false;
    };
  }, [findAwsIdentity, region]);
  return found?.region === region ? found.identity : null;
}

/** The ARN that a trust policy names, to copy; or how this server gets one. */
export function AwsIdentityValue({ identity }: { readonly identity: AwsIdentity | null }) {
  if (identity === null)
    return (
      <div role="status">
        <span className="sr-only">Asking AWS who this server is</span>
        <Skeleton className="h-8 w-full" />
      </div>
    );
  if (identity.arn === null)
    return (
      <Notice tone="warning" title="No AWS identity">
        {identity.problem}
      </Notice>
    );
  return (
    <>
      <CopyableValue label="AWS IAM user ARN" value={identity.arn} />
      {identity.note !== null && <p className="mt-1.5 text-quiet text-sm">{identity.note}</p>}
    </>
  );
}
