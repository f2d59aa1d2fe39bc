import { argument, both, type FunctionDefinition } from "./definition.ts";
import { macro, named } from "./sql.ts";

/** Payments and interest as formulas of the language. Money that is paid is negative, as in spreadsheets. */

const growth = "(1 + [rate]) ^ [n]";
const payment = `If([rate] = 0, -([pv] + [fv]) / [n], -([pv] * ${growth} + [fv]) * [rate] / ((1 + [rate] * [type]) * (${growth} - 1)))`;
/** What is owed after `periods` payments. */
function balanceAfter(periods: string): string {
  const grown = `(1 + [rate]) ^ (${periods})`;
  return `If([rate] = 0, -([pv] + [pmt] * (${periods})), -([pv] * ${grown} + [pmt] * (1 + [rate] * [type]) * (${grown} - 1) / [rate]))`;
}
const paymentOf = `(${payment})`;
/** A payment at the start of a period pays the interest of the period before: it is discounted by one, and the first has none. */
const interest = `If([type] != 0 And [period] = 1, 0, ${balanceAfter("[period] - 1").replaceAll("[pmt]", paymentOf)} * [rate] / If([type] != 0, 1 + [rate], 1))`;

const isPayment = "[period] >= 1 And [period] <= [n]";

const values = ["rate", "nperiods", "pmt", "pv", "fv", "type", "period"] as const;
const short: Readonly<Record<string, string>> = { nperiods: "n" };

type Names = readonly (typeof values)[number][];

function financial(
  name: string,
  description: string,
  example: string,
  required: Names,
  optional: Names,
  text: string,
): FunctionDefinition {
  const names = [...required, ...optional].map((one) => short[one] ?? one);
  const defaults = Object.fromEntries(optional.map((one) => [one, 0]));
  return {
    name,
    category: "financial",
    signature: {
      required: required.map((one) => argument(one, "number")),
      optional: optional.map((one) => argument(one, "number")),
    },
    result: "number",
    levelKind: "row",
    description,
    example,
    lowering: both(macro(text, names, defaults)),
  };
}

function ratio(
  name: string,
  description: string,
  example: string,
  names: readonly string[],
  text: string,
): FunctionDefinition {
  return {
    name,
    category: "financial",
    signature: { required: names.map((one) => argument(one, "number")) },
    result: "number",
    levelKind: "row",
    description,
    example,
    lowering: both(macro(text, names)),
  };
}

export const financialFunctions: readonly FunctionDefinition[] = [
  ratio(
    "CAGR",
    "The compound growth rate from a beginning to an ending value over n periods.",
    "CAGR(4, 3000, 48000)",
    ["n", "bv", "ev"],
    "([ev] / [bv]) ^ (1 / [n]) - 1",
  ),
  ratio(
    "Effect",
    "The effective yearly rate of a nominal one that is compounded so many times a year.",
    "Effect(0.05, 12)",
    ["nominal_rate", "num_per_year"],
    "(1 + [nominal_rate] / Trunc([num_per_year])) ^ Trunc([num_per_year]) - 1",
  ),
  ratio(
    "Nominal",
    "The nominal yearly rate of an effective one that is compounded so many times a year.",
    "Nominal(0.0512, 12)",
    ["effective_rate", "num_per_year"],
    "((1 + [effective_rate]) ^ (1 / Trunc([num_per_year])) - 1) * Trunc([num_per_year])",
  ),
  financial(
    "FV",
    "The future value of regular payments at a constant rate.",
    "FV(0.1, 5, -12000)",
    ["rate", "nperiods", "pmt"],
    ["pv", "type"],
    `If([rate] = 0, -([pv] + [pmt] * [n]), -([pv] * ${growth} + [pmt] * (1 + [rate] * [type]) * (${growth} - 1) / [rate]))`,
  ),
  financial(
    "PV",
    "The present value of regular payments at a constant rate.",
    "PV(0.1, 5, -12000)",
    ["rate", "nperiods", "pmt"],
    ["fv", "type"],
    `If([rate] = 0, -([fv] + [pmt] * [n]), -([fv] + [pmt] * (1 + [rate] * [type]) * (${growth} - 1) / [rate]) / ${growth})`,
  ),
  financial(
    "Pmt",
    "The regular payment that pays off a loan.",
    "Pmt(0.01, 12, 1000)",
    ["rate", "nperiods", "pv"],
    ["fv", "type"],
    payment,
  ),
  financial(
    "NPer",
    "How many payments pay off a loan.",
    "NPer(0.01, -100, 1000)",
    ["rate", "pmt", "pv"],
    ["fv", "type"],
    "If([rate] = 0, -([pv] + [fv]) / [pmt], Ln(([pmt] * (1 + [rate] * [type]) - [fv] * [rate]) / ([pv] * [rate] + [pmt] * (1 + [rate] * [type]))) / Ln(1 + [rate]))",
  ),
  financial(
    "IPmt",
    "The part of a payment that is interest.",
    "IPmt(0.01, 1, 12, 1000)",
    ["rate", "period", "nperiods", "pv"],
    ["fv", "type"],
    `If(${isPayment}, ${interest})`,
  ),
  financial(
    "PPmt",
    "The part of a payment that pays back.",
    "PPmt(0.01, 1, 12, 1000)",
    ["rate", "period", "nperiods", "pv"],
    ["fv", "type"],
    `If(${isPayment}, ${paymentOf} - (${interest}))`,
  ),
  {
    name: "XNPV",
    category: "financial",
    signature: {
      required: [
        argument("rate", "number", { literal: true }),
        argument("values", "number"),
        argument("dates", "date"),
      ],
    },
    result: "number",
    levelKind: "aggregate",
    description: "The present value, on the first date, of payments on given dates.",
    example: "XNPV(0.1, [Payment], [Date])",
    lowering: both((call) => {
      const days = (date: string) => `(DateDiff("day", Date("2000-01-01"), ${date}) / 365)`;
      const discounted = `Sum([values] / (1 + [rate]) ^ ${days("[dates]")})`;
      const names = { rate: named(call, 0), values: named(call, 1), dates: named(call, 2) };
      return call.formula(`${discounted} * (1 + [rate]) ^ ${days("Min([dates])")}`, names);
    }),
  },
];
