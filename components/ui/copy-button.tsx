"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, IconButton } from "./button.tsx";

type CopyButtonProps = {
  readonly value: string | (() => string);
  /** What is copied: "Copy SQL". */
  readonly label?: string;
  /** Only the icon; the label is its name. */
  readonly iconOnly?: boolean;
};

const outcomes = { idle: "", copied: "Copied", failed: "Copying was not allowed by the browser" } as const;

/** Copies and confirms, in sight and in speech. */
export function CopyButton({ value, label = "Copy", iconOnly = false }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<keyof typeof outcomes>("idle");
  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof value === "string" ? value : value());
      setOutcome("copied");
    } catch {
      setOutcome("failed");
    }
  };
  const icon = outcome === "copied" ? <Check className="text-positive" /> : <Copy />;
  const shown = outcome === "idle" ? label : outcomes[outcome];
  return (
    <>
      {iconOnly ? (
        <IconButton label={shown} size="small" onClick={copy}>
          {icon}
        </IconButton>
      ) : (
        <Button variant="quiet" size="small" onClick={copy}>
          {icon}
          {shown}
        </Button>
      )}
      <span role="status" className="sr-only">
        {outcomes[outcome]}
      </span>
    </>
  );
}

/** A value to copy in mono, such as a policy or an identifier. */
export function CopyableValue({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className="flex items-start gap-1 rounded-md border bg-canvas py-1 pr-1 pl-3">
      <pre className="min-w-0 flex-1 whitespace-pre-wrap py-1 font-mono text-sm [overflow-wrap:anywhere]">{value}</pre>
      <CopyButton value={value} label={`Copy ${label}`} iconOnly />
    </div>
  );
}
