/** The mark of a formula. */
export function FunctionMark() {
  return (
    <span aria-hidden="true" className="mt-1.5 w-5 shrink-0 text-center font-mono text-quiet italic sm:mt-2">
      fx
    </span>
  );
}
