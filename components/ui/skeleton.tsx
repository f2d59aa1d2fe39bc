import { classNames } from "./class-names.tsx";

/** The shape of what is coming. Give it size by class names; the place around it says in words what loads. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden="true" className={classNames("h-4 animate-breathe rounded-sm bg-text/8", className)} />;
}

/** A whole page on its way: spoken once, drawn as lines. */
export function PageSkeleton({ label = "Loading" }: { readonly label?: string }) {
  return (
    <div role="status" className="mx-auto w-full max-w-thread space-y-4 px-4 py-10">
      <span className="sr-only">{label}</span>
      <Skeleton className="h-6 w-48" />
      <Skeleton className="w-full" />
      <Skeleton className="w-5/6" />
      <Skeleton className="h-32 w-full" />
    </div>
  );
}
