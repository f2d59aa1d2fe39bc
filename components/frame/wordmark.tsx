/** The product's name: an open book whose right page is a bar chart. */
export function Wordmark({ markOnly = false }: { readonly markOnly?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2 font-semibold text-lg tracking-tight">
      <svg viewBox="0 0 20 20" aria-hidden="true" className="size-5 shrink-0 text-accent" fill="currentColor">
        <path d="M2 4.2c0-.7.6-1.2 1.3-1.1C6 3.4 8 4.100 9.200 5v12C7.800 16 5.700 15.300 3.100 15.100 2.500 15 2 14.500 2 13.900Z" />
        <path d="M10.800 12.500h1.800V17h-1.800ZM13.500 9h1.800v7.300h-1.800ZM16.200 5H18v10.700h-1.800Z" />
      </svg>
      {markOnly ? <span className="sr-only">Askbook</span> : "Askbook"}
    </span>
  );
}
