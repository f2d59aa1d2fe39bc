/** The button of an element's menu, looked for when it is needed: another layout of the page has another button. */
export function menuButtonOf(elementId: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-element="${CSS.escape(elementId)}"] [aria-haspopup="menu"]`);
}
