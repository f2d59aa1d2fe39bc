import { clause, counted, type Operands, type Phrase } from "./words.ts";

/** `[Order Date] is in the last 3 months` */
export const dateRangePhrase: Phrase = (operands) => {
  const { count, word, number, noun } = operands;
  const direction = word(1) ?? noun(1);
  const period = word(2) ?? noun(2);
  const length = count > 3 ? number(3) : 1;
  const offset = count > 4 ? number(4) : 0;
  const lengthWords = length === null ? `${noun(3)} ${period}s` : counted(length, period);
  const moved = movedBy(operands, direction, period, offset);
  return clause(`${noun(0)} is in ${rangeWords(direction, period, length, lengthWords)}${moved}${asOf(operands, 5)}`);
};

function rangeWords(direction: string, period: string, length: number | null, lengthWords: string): string {
  const one = length === 1;
  switch (direction) {
    case "last":
      return one ? `the ${period} before the present one` : `the ${lengthWords} before the present ${period}`;
    case "next":
      return one ? `the ${period} after the present one` : `the ${lengthWords} after the present ${period}`;
    case "current":
      return one ? `the present ${period}` : `the ${lengthWords} that begin with the present one`;
    case "to_date":
      return one ? `the present ${period} up to today` : `the ${lengthWords} up to today`;
    default:
      return `the range ${direction} of ${lengthWords}`;
  }
}

/** Only the next periods move on with the offset; all others move back. */
function movedBy({ noun }: Operands, direction: string, period: string, offset: number | null): string {
  if (offset === 0) return "";
  const isLater = direction === "next";
  if (offset === null) return `, moved ${noun(4)} ${period}s ${isLater ? "later" : "earlier"}`;
  const later = isLater ? offset > 0 : offset < 0;
  return `, moved ${counted(Math.abs(offset), period)} ${later ? "later" : "earlier"}`;
}

export const priorRangePhrase: Phrase = (operands) => {
  const { count, word, number, noun } = operands;
  const range = word(1) ?? noun(1);
  const prior = word(2) ?? noun(2);
  const offset = count > 3 ? number(3) : 1;
  const back =
    offset === null
      ? `${noun(3)} ${prior}s ago`
      : offset < 0
        ? `${counted(-offset, prior)} from now`
        : `${counted(offset, prior)} ago`;
  return clause(`${noun(0)} is in the whole ${range} that held the day ${back}${asOf(operands, 4)}`);
};

function asOf({ count, noun }: Operands, index: number): string {
  return count > index ? `, seen from ${noun(index)}` : "";
}
