/**
 * Text that has to be cut costs its browser a clip of its own in every frame, and a table has hundreds: so only cells are cut whose text may
 * not have the room.
 */

type Measure = (character: string) => number;

/** Pixels that neighbouring characters may take beyond their own widths. */
const reserve = 2;
/** Figures of one width are a little wider than the widest that is not. */
const figureShare = 1.02;
/** Of these a text's width is the sum of its characters', or less. */
const latinOnly = /^[\u0020-\u024f\u2010-\u2026\u20a0-\u20bf\u2212]*$/;
/** Cells of a table: `text-sm`. */
const rems = 0.8125;

const widths = new Map<string, number>();
let measure: Measure | null = null;

/** Whether a cell's text surely has the room, in pixels. Before the typeface is there, and without a page, nothing is sure. */
export function surelyFits(text: string, room: number): boolean {
  if (!latinOnly.test(text)) return false;
  measure ??= createMeasure();
  if (measure === null) return false;
  let width = reserve;
  for (const character of text) {
    width += widthOf(character, measure);
    if (width > room) return false;
  }
  return true;
}

function widthOf(character: string, measured: Measure): number {
  const known = widths.get(character);
  if (known !== undefined) return known;
  const width = /\d/.test(character)
    ? Math.max(...Array.from("0123456789", measured)) * figureShare
    : measured(character);
  widths.set(character, width);
  return width;
}

function createMeasure(): Measure | null {
  if (typeof document === "undefined") return null;
  const { fontFamily } = getComputedStyle(document.body);
  const font = `${rems * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)}px ${fontFamily}`;
  const context = document.createElement("canvas").getContext("2d");
  if (context === null || !document.fonts.check(font)) return null;
  context.font = font;
  return (character) => context.measureText(character).width;
}
