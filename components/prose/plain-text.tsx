/** Prose without the links behind its numbers and without the marks that keep names as they are written. */
export function plainText(prose: string): string {
  return prose.replace(/\[([^\]]+)\]\(#number-[^)]*\)/g, "$1").replace(/\\([\\`*_[\]<>#|~!{}])/g, "$1");
}
