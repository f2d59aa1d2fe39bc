import { BadgeCheck, TriangleAlert } from "lucide-react";
import type { RunData } from "#lib/contract/runs";

/** Counts what stands behind the prose; what is not verified is said in words. */
export function Verification({ verification }: { readonly verification: RunData["verification"] | null }) {
  if (verification === null) return null;
  const { proved, matched, unverified } = verification;
  const all = proved + matched + unverified;
  if (all === 0) return null;
  if (unverified > 0)
    return (
      <p className="inline-flex items-center gap-1.5 text-sm text-warning">
        <TriangleAlert aria-hidden="true" className="size-4" />
        {unverified} of {all} numbers not verified
      </p>
    );
  return (
    <p className="inline-flex items-center gap-1.5 text-quiet text-sm">
      <BadgeCheck aria-hidden="true" className="size-4 text-positive" />
      {all === 1 ? "The number is verified" : `All ${all} numbers verified`}
    </p>
  );
}
