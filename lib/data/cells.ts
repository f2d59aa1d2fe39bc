import "server-only";

/** Conversions of engine values into wire form (`Cell`) that every connector shares. */

/** A JS number when it says exactly the same as the digits (at most 15 of them count), else the digits. */
export function numberCell(digits: string): number | string {
  const significant = digits.replace(/^-?0*\.?0*/, "").replace(".", "").length;
  if (significant <= 15) return Number(digits);
  const number = Number(digits);
  return Number.isSafeInteger(number) && !digits.includes(".") ? number : digits;
}

const millisecondsPerDay = 86_400_000;

/** `YYYY-MM-DD` of a day counted from 1970-01-01. */
export function dayText(days: number): string {
  return isoText(days * millisecondsPerDay).slice(0, -14);
}

/** `YYYY-MM-DDTHH:MM:SS[.ffffff]` of microseconds counted from 1970-01-01. */
export function timeText(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = (micros - fraction) / 1_000_000n;
  const text = isoText(Number(seconds) * 1000).slice(0, -5);
  return fraction === 0n ? text : `${text}.${fraction.toString().padStart(6, "0")}`;
}

/** Beyond what a JS date can say, the engine's own extreme. */
function isoText(milliseconds: number): string {
  const bounded = Math.max(-8.64e15, Math.min(8.64e15, milliseconds));
  return new Date(bounded).toISOString();
}
