import type { ReactNode } from "react";
import { classNames } from "./class-names.tsx";

const tones = {
  neutral: "border-line text-quiet",
  accent: "border-transparent bg-accent-quiet text-accent",
  positive: "border-positive/40 text-positive",
  warning: "border-warning/40 text-warning",
  danger: "border-danger/40 text-danger",
} as const;

/** A word or two about the thing it stands beside. */
export function Badge({
  tone = "neutral",
  children,
}: {
  readonly tone?: keyof typeof tones;
  readonly children: ReactNode;
}) {
  return (
    <span
      className={classNames(
        "inline-flex h-5 shrink-0 items-center gap-1 rounded-sm border px-1.5 font-medium text-xs [&_svg]:size-3",
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
