import "server-only";

/** `point`: 1,234.5 · `comma`: 1.234,5 */
export type NumberStyle = "point" | "comma";

const shapes: Record<NumberStyle, RegExp> = {
  point: /^([+-]?)([$€£]?)\s?(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?(%?)$/,
  comma: /^([+-]?)([$€£]?)\s?(\d{1,3}(?:\.\d{3})+|\d*)(?:,(\d*))?(%?)$/,
};

export type ReadNumber = {
  /** Plain decimal digits, a percentage already divided by a hundred. */
  readonly digits: string;
  readonly integerDigits: number;
  readonly scale: number;
  readonly currency: string;
  readonly isPercent: boolean;
  /** As in 02134: rather a code than a number. */
  readonly hasLeadingZero: boolean;
};

const plainShape = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;

/** Null for what is no number in this style; scientific notation is read by `readDouble`. */
export function readNumber(text: string, style: NumberStyle): ReadNumber | null {
  const match = plainShape.exec(text);
  return match !== null && (style === "point" || match[3] === undefined)
    ? plainNumber(text, match)
    : readDecorated(text, style);
}

/** Most numbers of most files: nothing but digits, a sign and a point. */
function plainNumber(digits: string, [, , whole = "", decimals = ""]: readonly string[]): ReadNumber {
  const scale = decimals.length;
  return { digits, integerDigits: whole.length, scale, currency: "", isPercent: false, hasLeadingZero: false };
}

function readDecorated(text: string, style: NumberStyle): ReadNumber | null {
  const match = shapes[style].exec(text);
  if (match === null) return null;
  const [, sign = "", currency = "", grouped = "", decimals = "", percent = ""] = match;
  const whole = grouped.replaceAll(/[.,]/g, "");
  if (whole === "" && decimals === "") return null;
  const plain = percent === "" ? { whole, decimals } : byHundred(whole, decimals);
  const integer = plain.whole.replace(/^0+(?=\d)/, "") || "0";
  const fraction = plain.decimals;
  return {
    digits: `${sign === "-" ? "-" : ""}${integer}${fraction === "" ? "" : `.${fraction}`}`,
    integerDigits: integer.length,
    scale: fraction.length,
    currency,
    isPercent: percent !== "",
    hasLeadingZero: /^0\d/.test(grouped) && decimals === "",
  };
}

function byHundred(whole: string, decimals: string): { readonly whole: string; readonly decimals: string } {
  const padded = whole.padStart(3, "0");
  return { whole: padded.slice(0, -2), decimals: padded.slice(-2) + decimals };
}

/** Canonical text of a number in scientific notation. */
export function readDouble(text: string): string | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d{1,3}$/.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? String(number) : null;
}
