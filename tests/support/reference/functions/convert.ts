import { formatMoment, parseMoment } from "../calendar.ts";
import { at, type Call, type Describe, decide, logical, loose, type RowFunctions, strict, text } from "../call.ts";
import { decimal, parseDecimal, toDouble } from "../decimal.ts";
import { type Description, isDecimal, isJson, isMoment, numberOf, textOfNumber, type Value } from "../value.ts";
import { fromUnix } from "./date.ts";

/** Raised where the reference has no word; the engines are then compared with one another only. */
export class Unknown extends Error {}

function toText(call: Call): Value {
  const value = at(call, 0);
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (isMoment(value)) return formatMoment(value, call.given[0]?.grain === "day");
  if (isJson(value)) throw new Unknown("Text of JSON");
  return typeof value === "number" ? decide(value, call.trace, textOfNumber) : textOfNumber(value);
}

const numberPattern = /^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,2})?\s*$/;

/** A text that is written stays exact. */
const numberOfGiven: Describe = ([given]) => {
  if (given?.type === "number") return { type: "number", scale: given.scale ?? null };
  if (given?.type === "logical") return { type: "number", scale: 0 };
  const written = typeof given?.literal === "string" ? readNumber(given.literal) : null;
  return written === null ? { type: "number", scale: null } : literalNumber(written);
};

function readNumber(written: string): Value {
  return numberPattern.test(written) ? parseDecimal(written) : null;
}

/** A number that is written: exact unless it has too many digits. */
export function literalNumber(value: Value): Description {
  if (!isDecimal(value)) return { type: "number", scale: null, literal: value };
  const [wholePart = "", fraction = ""] = textOfNumber(value).replace("-", "").split(".");
  const isExact = fraction.length <= 18 && wholePart.replace(/^0$/, "").length + fraction.length <= 38;
  return { type: "number", scale: isExact ? fraction.length : null, literal: value };
}

function toNumber(call: Call): Value {
  const value = at(call, 0);
  if (typeof value === "boolean") return decimal(value ? 1 : 0);
  if (isMoment(value)) return Number(value.micros) / 1_000_000;
  if (isJson(value)) throw new Unknown("Number of JSON");
  if (typeof value !== "string") return value;
  const read = readNumber(value);
  return isDecimal(read) && call.result.scale === null ? toDouble(read) : read;
}

const dateOfGiven: Describe = ([given]) => {
  if (given?.type === "date") return { type: "date", grain: given.grain ?? "time" };
  const isDay = typeof given?.literal === "string" && parseMoment(given.literal)?.isDay === true;
  return { type: "date", grain: isDay ? "day" : "time" };
};

function toDate(call: Call): Value {
  const value = at(call, 0);
  if (isMoment(value)) return value;
  if (typeof value === "string") return parseMoment(value)?.value ?? readZoned(value);
  if (isJson(value)) throw new Unknown("Date of JSON");
  return fromUnix(value, 1, call);
}

function readZoned(value: string): Value {
  if (/\d ?([Zz]|[-+]\d{2}(:?\d{2})?)\s*$/.test(value) && /:\d/.test(value)) throw new Unknown("Date with a zone");
  return null;
}

const truths = ["true", "t", "yes", "y", "on", "1"];
const lies = ["false", "f", "no", "n", "off", "0"];

function toLogical(call: Call): Value {
  const value = at(call, 0);
  if (typeof value === "boolean") return value;
  if (isMoment(value)) return null;
  if (isJson(value)) throw new Unknown("Logical of JSON");
  if (typeof value !== "string") return numberOf(value) !== 0;
  const word = value.replaceAll(/^ +| +$/g, "").toLowerCase();
  return truths.includes(word) ? true : lies.includes(word) ? false : null;
}

export const conversions: RowFunctions = {
  Text: strict(text, toText),
  Number: strict(numberOfGiven, toNumber),
  Date: strict(dateOfGiven, toDate),
  Logical: strict(logical, toLogical),
};

export const systemFunctions: RowFunctions = {
  CurrentUserEmail: loose(text, ({ around }) => around.person.email),
  CurrentUserFirstName: loose(text, ({ around }) => around.person.firstName),
  CurrentUserFullName: loose(text, ({ around }) => around.person.fullName),
  CurrentTimezone: loose(text, ({ around }) => around.timeZone),
  CurrentUserInTeam: loose(logical, ({ around, values }) =>
    values.some((value) => around.person.teams.some((team) => team === value)),
  ),
};
