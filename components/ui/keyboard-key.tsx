/** A key as it stands on the keyboard. */
export function KeyboardKey({ children }: { readonly children: string }) {
  return (
    <kbd className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border px-1 font-sans text-quiet text-xs">
      {children}
    </kbd>
  );
}
