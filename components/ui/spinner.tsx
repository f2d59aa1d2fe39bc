import { classNames } from "./class-names.tsx";

/** Decoration only: say in words what is going on beside it. */
export function Spinner({ className }: { readonly className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" fill="none" className={classNames("size-4 animate-turn", className)}>
      <circle cx="8" cy="8" r="6" stroke="currentColor" strokeOpacity="0.2" strokeWidth="2" />
      <path d="M14 8a6 6 0 0 0-6-6" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
