import { Skeleton } from "#components/ui/skeleton";

export function TableSkeleton() {
  return (
    <div role="status" className="space-y-3 p-3">
      <span className="sr-only">Loading the table</span>
      {["w-full", "w-11/12", "w-4/5", "w-5/6", "w-3/4"].map((width) => (
        <Skeleton key={width} className={width} />
      ))}
    </div>
  );
}
