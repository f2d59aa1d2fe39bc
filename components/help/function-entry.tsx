import { Play } from "lucide-react";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import type { ArgumentHelp, FunctionHelp } from "./function-help.tsx";

type FunctionEntryProps = {
  readonly about: FunctionHelp;
  /** Absent where formulas cannot be tried. */
  readonly onTry?: ((example: string) => void) | undefined;
};

const levels: Readonly<Record<FunctionHelp["levelKind"], string | null>> = {
  row: null,
  aggregate: "Aggregate",
  window: "Window",
  either: "Aggregate or window",
  total: "Total",
  join: "Join",
};

const presences: Readonly<Record<ArgumentHelp["presence"], string>> = {
  required: "",
  optional: "optional",
  several: "one or more",
  repeated: "any number",
};

/** All that the function table says of one function. */
export function FunctionEntry({ about, onTry }: FunctionEntryProps) {
  const level = levels[about.levelKind];
  return (
    <article id={about.name} className="scroll-mt-16 border-line border-t py-5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <h3 className="font-semibold">
          <a href={`#${about.name}`} className="hover:underline">
            {about.name}
          </a>
        </h3>
        {level !== null && <Badge>{level}</Badge>}
        {about.aliases.length > 0 && <span className="text-quiet text-sm">also {about.aliases.join(", ")}</span>}
      </div>
      <p className="wrap-anywhere mt-1 font-mono text-quiet text-sm">
        {about.signature}
        <span className="font-sans"> gives {about.result ?? "the type of its arguments"}</span>
      </p>
      <p className="mt-2 max-w-prose">{about.description}</p>
      {about.arguments.length > 0 && (
        <dl className="mt-2 space-y-0.5 text-sm">
          {about.arguments.map((argument) => (
            <Argument key={argument.name} argument={argument} />
          ))}
        </dl>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <code className="wrap-anywhere min-w-0 rounded-sm bg-text/5 px-2 py-1 text-sm">{about.example}</code>
        {onTry !== undefined && (
          <Button size="small" variant="quiet" onClick={() => onTry(about.example)}>
            <Play />
            Try
            <span className="sr-only"> the example of {about.name}</span>
          </Button>
        )}
      </div>
      {about.notAvailableOn.length > 0 && (
        <p className="mt-2 text-sm text-warning">Not available on {about.notAvailableOn.join(" and ")}</p>
      )}
    </article>
  );
}

function Argument({ argument: { name, type, presence, values } }: { readonly argument: ArgumentHelp }) {
  return (
    <div className="flex flex-wrap gap-x-2">
      <dt className="font-mono">{name}</dt>
      <dd className="min-w-0 text-quiet">
        {[type, presences[presence]].filter((part) => part !== "").join(", ")}
        {values.length > 0 && (
          <>
            : <span className="wrap-anywhere font-mono">{values.map((value) => `"${value}"`).join(" ")}</span>
          </>
        )}
      </dd>
    </div>
  );
}
