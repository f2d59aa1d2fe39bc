import { Lock } from "lucide-react";
import { FunctionMark } from "./function-mark.tsx";

type ReadOnlyFormulaProps = { readonly label: string; readonly value: string; readonly reason: string };

/** A formula for those who may look at it and not change it. */
export function ReadOnlyFormula({ label, value, reason }: ReadOnlyFormulaProps) {
  return (
    <section aria-label="Formula bar" className="min-w-0">
      <div className="flex items-start gap-2">
        <FunctionMark />
        <figure aria-label={label} className="min-w-0 flex-1">
          <pre className="wrap-anywhere max-h-64 overflow-y-auto whitespace-pre-wrap rounded-md border bg-canvas px-2.5 py-2 font-mono">
            {value === "" ? <span className="text-quiet">No formula</span> : value}
          </pre>
          <figcaption className="mt-1.5 flex items-center gap-1.5 text-quiet text-sm">
            <Lock aria-hidden="true" className="size-3.5 shrink-0" />
            {reason}
          </figcaption>
        </figure>
      </div>
    </section>
  );
}
