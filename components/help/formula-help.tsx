"use client";

import { useCallback, useRef, useState } from "react";
import { Notice } from "#components/ui/notice";
import type { FunctionHelp } from "./function-help.tsx";
import { FunctionReference } from "./function-reference.tsx";
import { Playground, type PlaygroundProps, type Tried } from "./playground.tsx";

type FormulaHelpProps = Omit<PlaygroundProps, "tried"> & {
  readonly functions: readonly FunctionHelp[];
  /** Whether formulas may be tried; the reference is for everybody. */
  readonly canTry: boolean;
};

const notTried = { count: 0, formula: null };

/** A place to try formulas, and under it every function. */
export function FormulaHelp({ functions, canTry, ...playground }: FormulaHelpProps) {
  const [tried, setTried] = useState<Tried>(notTried);
  const top = useRef<HTMLElement>(null);
  const hasSources = playground.sources.length > 0;
  const tryOut = useCallback((example: string) => {
    setTried(({ count }) => ({ count: count + 1, formula: example }));
    top.current?.scrollIntoView({ block: "start" });
  }, []);
  return (
    <div className="space-y-10">
      <section ref={top} aria-label="Try a formula" className="scroll-mt-16">
        {!canTry && (
          <Notice title="Formulas can be read here, not tried">
            Trying one needs the permission to explore with formulas. Ask an admin to change your account type.
          </Notice>
        )}
        {canTry && !hasSources && (
          <Notice title="No source to try formulas on">
            Upload a file on the Data page, or ask an admin for access to a source.
          </Notice>
        )}
        {canTry && hasSources && <Playground {...playground} tried={tried} />}
      </section>
      <FunctionReference functions={functions} onTry={canTry && hasSources ? tryOut : undefined} />
    </div>
  );
}
