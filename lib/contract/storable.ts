/** The database keeps no NUL and no half characters. */
export function storable(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}
