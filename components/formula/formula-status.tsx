import { CircleAlert, TriangleAlert, Wrench } from "lucide-react";
import { Button } from "#components/ui/button";
import { KeyboardKey } from "#components/ui/keyboard-key";
import type { Diagnostic } from "#lib/formula/diagnostic";
import type { CheckedText } from "./formula-place.tsx";
import { typeName } from "./function-words.tsx";

type FormulaStatusProps = {
  readonly id: string;
  /** Null until the first check. */
  readonly checked: CheckedText | null;
  readonly onFix: (diagnostic: Diagnostic) => void;
  /** Leads to the place in the text. */
  readonly onShow: (diagnostic: Diagnostic) => void;
};

/** The type of the result, or what is wrong with the formula and what would mend it. */
export function FormulaStatus({ id, checked, onFix, onShow }: FormulaStatusProps) {
  const diagnostics = checked?.diagnostics ?? [];
  const firstFix = diagnostics.findIndex(({ fix }) => fix !== undefined);
  return (
    <div className="mt-1.5 min-h-7 text-sm">
      <p id={id} role="status" className="flex min-h-6 items-center text-quiet">
        {checked === null ? "" : describeChecked(checked)}
        {/* The list below is for the eye and for walking through; who listens hears what is wrong right away. */}
        {diagnostics.length > 0 && (
          <span className="sr-only">: {diagnostics.map(({ message }) => message).join(" ")}</span>
        )}
      </p>
      {diagnostics.length > 0 && (
        <ul aria-label="Problems of the formula" className="mt-1 space-y-1.5">
          {diagnostics.map((diagnostic, index) => (
            <li
              key={`${diagnostic.code}-${diagnostic.span.from}-${diagnostic.message}`}
              className="flex flex-wrap items-start gap-x-3 gap-y-1.5"
            >
              <button
                type="button"
                onClick={() => onShow(diagnostic)}
                className="flex min-w-0 flex-1 basis-64 items-start gap-2 py-1 text-left hover:underline"
              >
                <SeverityMark severity={diagnostic.severity} />
                <span className="wrap-anywhere min-w-0">{diagnostic.message}</span>
              </button>
              {diagnostic.fix !== undefined && (
                <Button
                  size="small"
                  className="h-auto min-h-7 max-w-full whitespace-normal text-left"
                  aria-keyshortcuts={index === firstFix ? "Control+. Meta+." : undefined}
                  onClick={() => onFix(diagnostic)}
                >
                  <Wrench />
                  <span className="wrap-anywhere min-w-0">{diagnostic.fix.title}</span>
                  {index === firstFix && diagnostics.length === 1 && <KeyboardKey>Ctrl .</KeyboardKey>}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function SeverityMark({ severity }: Pick<Diagnostic, "severity">) {
  return severity === "error" ? (
    <CircleAlert role="img" aria-label="Error" className="mt-px size-4 shrink-0 text-danger" />
  ) : (
    <TriangleAlert role="img" aria-label="Warning" className="mt-px size-4 shrink-0 text-warning" />
  );
}

/** `Number, a value for each row`. */
export function describeChecked({ text, expression, type, grain, level, diagnostics }: CheckedText): string {
  if (text.trim() === "") return "Nothing written yet";
  if (expression === null) {
    const count = diagnostics.filter(({ severity }) => severity === "error").length;
    return count === 1 ? "1 problem" : `${count} problems`;
  }
  const rows =
    level === "base"
      ? "a value for each row"
      : level === "summary"
        ? "one value of all rows"
        : "a value for each group";
  const time = type === "date" && grain === "time" ? " with time" : "";
  return `Gives ${typeName(type)}${time}, ${rows}`;
}
