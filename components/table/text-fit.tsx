/**
 * Text that has to be cut costs its browser a clip of its own in every frame, and a table has hundreds: so only cells are cut whose text may
 * not have the room.
 */

/** Pixels of a character; null: its part of the typeface is not there yet. */
type Measure = (character: string) => number | null;

/** Pixels that neighbouring characters may take beyond their own widths. */
const reserve = 2;
/** Figures of one width are a little wider than the widest that is not. */
const figureShare = 1.02;
/** Has the width of a figure where these have one width. */
const figure = /[\d-]/;
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
    const taken = widthOf(character, measure);
    if (taken === null) return false;
    width += taken;
    if (width > room) return false;
  }
  return true;
}

function widthOf(character: string, measured: Measure): number | null {
  const known = widths.get(character);
  if (known !== undefined) return known;
  const alike = Array.from(figure.test(character) ? "0123456789-" : character, measured);
  if (alike.includes(null)) return null;
  const width = Math.max(...alike.map(Number)) * (alike.length > 1 ? figureShare : 1);
  widths.set(character, width);
  return width;
}

function createMeasure(): Measure | null {
  if (typeof document === "undefined") return null;
  const { fontFamily } = getComputedStyle(document.body);
  const font = `${rems * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)}px ${fontFamily}`;
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return null;
  context.font = font;
  // A typeface comes in parts, each with its alphabets.
  return (character) => (document.fonts.check(font, character) ? context.measureText(character).width : null);
}
