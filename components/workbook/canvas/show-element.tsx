/** Brings an element of the page into sight. */
export function showElement(elementId: string): void {
  const found = document.querySelector(`[data-element="${CSS.escape(elementId)}"]`);
  found?.scrollIntoView({ block: "nearest", behavior: "smooth" });
}
