import { AlertTriangle, ArrowDown, ArrowUp, Filter } from "lucide-react";

type ColumnMarkProps = {
  readonly sort: "ascending" | "descending" | null;
  readonly isFiltered: boolean;
  readonly problem: string | null;
};

/** How a column is sorted and filtered, and that its formula has an error. */
export function ColumnMark({ sort, isFiltered, problem }: ColumnMarkProps) {
  return (
    <>
      {problem !== null && (
        <span title={problem} className="shrink-0 text-danger">
          <AlertTriangle aria-hidden="true" className="size-3" />
          <span className="sr-only">, has an error: {problem}</span>
        </span>
      )}
      {sort === "ascending" && (
        <Mark icon={<ArrowUp aria-hidden="true" className="size-3" />} text="sorted ascending" />
      )}
      {sort === "descending" && (
        <Mark icon={<ArrowDown aria-hidden="true" className="size-3" />} text="sorted descending" />
      )}
      {isFiltered && <Mark icon={<Filter aria-hidden="true" className="size-3" />} text="filtered" />}
    </>
  );
}

function Mark({ icon, text }: { readonly icon: React.ReactNode; readonly text: string }) {
  return (
    <span className="shrink-0">
      {icon}
      <span className="sr-only">, {text}</span>
    </span>
  );
}
