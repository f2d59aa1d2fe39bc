import type { NumberScope, ScopeResult } from "#lib/numbers/number-scope";

/** Sentences about seeded results: true ones in many shapes, and the same with one planted error. */
export type Case = {
  readonly kind: string;
  readonly sentence: string;
  readonly scope: NumberScope;
  /** Whether every number in it is borne out. */
  readonly isTrue: boolean;
};

/** The same numbers for the same seed. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const names = ["East", "West", "South", "Central", "North Coast", "Desk 3000", "Area 51", "Midlands"];

type World = {
  readonly scope: NumberScope;
  readonly sales: number[];
  readonly margins: number[];
  readonly orders: number[];
  readonly labels: string[];
};

function world(next: () => number, locale: string): World {
  const count = 4 + Math.floor(next() * 4);
  const labels = names.slice(0, count);
  const sales = labels.map(() => Math.round(next() ** 2 * 9_000_000_00 + 600_000_00) / 100);
  const margins = labels.map(() => Math.round((next() * 0.6 - 0.12) * 10_000) / 10_000);
  const orders = labels.map(() => 100 + Math.floor(next() * 90_000));
  const result: ScopeResult = {
    name: "r1",
    resultId: "00000000-0000-4000-8000-000000000001",
    schema: [
      { key: "region", columnId: "a", name: "Region", type: "text", level: "g", formula: "[Region]" },
      {
        key: "sales",
        columnId: "b",
        name: "Sales",
        type: "number",
        format: { kind: "currency" },
        level: "g",
        formula: "Sum([Sales])",
      },
      {
        key: "margin",
        columnId: "c",
        name: "Margin",
        type: "number",
        format: { kind: "percent" },
        level: "g",
        formula: "Sum([Profit]) / Sum([Sales])",
      },
      { key: "orders", columnId: "d", name: "Orders", type: "number", level: "g", formula: "Count([Order Id])" },
    ],
    rows: { offset: 0, rowCount: count, columns: [labels, sales, margins, orders] },
    rowCount: count,
  };
  const scope = { results: [result], facts: [], literals: ["Sales by region in 2025, top 5"], locale, currency: "USD" };
  return { scope, sales, margins, orders, labels };
}

type Made = { readonly text: string; readonly isTrue: boolean };
type Maker = (world: World, row: number, next: () => number, locale: string) => Made | null;

const decimals = (value: number, places: number, locale: string): string =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places }).format(value);

/** Another digit in one of the first three places, so that no rounding excuses it. */
function misprint(text: string, next: () => number): string {
  const places = [...text.matchAll(/\d/g)].slice(0, 3);
  const place = places[Math.floor(next() * places.length)];
  if (place === undefined) return text;
  const digit = (Number(place[0]) + 1 + Math.floor(next() * 8)) % 10;
  return text.slice(0, place.index) + digit + text.slice(place.index + 1);
}

const million = (value: number, locale: string): string => `${decimals(value / 1e6, 2, locale)} million`;

const makers: Readonly<Record<string, Maker>> = {
  exact: ({ labels, sales }, row, _next, locale) => ({
    text: `${labels[row]} made $${decimals(sales[row] ?? 0, 2, locale)}.`,
    isTrue: true,
  }),
  "whole amounts": ({ labels, sales }, row, _next, locale) => ({
    text: `In ${labels[row]} it was ${decimals(sales[row] ?? 0, 0, locale)} dollars.`,
    isTrue: true,
  }),
  rounded: ({ labels, sales }, row, _next, locale) => ({
    text: `${labels[row]} came to ${million(sales[row] ?? 0, locale)}.`,
    isTrue: true,
  }),
  percent: ({ labels, margins }, row, _next, locale) =>
    (margins[row] ?? 0) < 0
      ? null
      : { text: `The margin of ${labels[row]} is ${decimals((margins[row] ?? 0) * 100, 1, locale)} %.`, isTrue: true },
  "negative percent": ({ labels, margins }, row, _next, locale) =>
    (margins[row] ?? 0) >= 0
      ? null
      : {
          text: `${labels[row]} lost ${decimals(-(margins[row] ?? 0) * 100, 1, locale)} % of its sales.`,
          isTrue: true,
        },
  integers: ({ labels, orders }, row, _next, locale) => ({
    text: `${labels[row]} has ${decimals(orders[row] ?? 0, 0, locale)} orders.`,
    isTrue: true,
  }),
  total: ({ orders }, _row, _next, locale) => ({
    text: `There are ${decimals(
      orders.reduce((sum, one) => sum + one, 0),
      0,
      locale,
    )} orders in all.`,
    isTrue: true,
  }),
  counts: ({ labels }) => ({ text: `The table shows ${labels.length} regions.`, isTrue: true }),
  "dates and years": (_world, _row, next) => ({
    text: `On ${1 + Math.floor(next() * 28)} March 2025 the books were closed, in Q${1 + Math.floor(next() * 4)}.`,
    isTrue: true,
  }),
  "ordinals and lists": ({ labels }, row) => ({
    text: `1. ${labels[row]} is first.\n2. The 3rd place is open; see the top 3.`,
    isTrue: true,
  }),
  "names with numbers": ({ labels }) =>
    labels.includes("Area 51") ? { text: "Desk 3000 and Area 51 are names.", isTrue: true } : null,
  "two beside their names": ({ labels, sales }, row, _next, locale) => {
    const other = (row + 1) % labels.length;
    return {
      text: `${labels[row]} made ${million(sales[row] ?? 0, locale)}, ${labels[other]} ${million(sales[other] ?? 0, locale)}.`,
      isTrue: true,
    };
  },
  "two after one another": ({ labels, orders }, row, _next, locale) => {
    const other = (row + 1) % labels.length;
    return {
      text: `${labels[row]} and ${labels[other]} had ${decimals(orders[row] ?? 0, 0, locale)} and ${decimals(orders[other] ?? 0, 0, locale)} orders respectively.`,
      isTrue: true,
    };
  },
  compared: ({ labels, orders }, row, _next, locale) => {
    const other = (row + 1) % labels.length;
    return {
      text: `Unlike ${labels[other]} with ${decimals(orders[other] ?? 0, 0, locale)} orders, ${labels[row]} had ${decimals(orders[row] ?? 0, 0, locale)}.`,
      isTrue: true,
    };
  },
  "amounts exchanged": ({ labels, sales }, row, _next, locale) => {
    const other = (row + 1) % labels.length;
    return {
      text: `${labels[row]} made $${decimals(sales[other] ?? 0, 2, locale)}, ${labels[other]} $${decimals(sales[row] ?? 0, 2, locale)}.`,
      isTrue: false,
    };
  },
  "counts exchanged": ({ labels, orders }, row, _next, locale) => {
    const other = (row + 1) % labels.length;
    return {
      text: `There were ${decimals(orders[other] ?? 0, 0, locale)} orders in ${labels[row]} and ${decimals(orders[row] ?? 0, 0, locale)} in ${labels[other]}.`,
      isTrue: false,
    };
  },
  "wrong digit": ({ labels, sales }, row, next, locale) => ({
    text: `${labels[row]} made $${misprint(decimals(sales[row] ?? 0, 2, locale), next)}.`,
    isTrue: false,
  }),
  "wrong rounded": ({ labels, sales }, row, next, locale) => ({
    text: `${labels[row]} came to ${misprint(million(sales[row] ?? 0, locale), next)}.`,
    isTrue: false,
  }),
  "wrong scale": ({ labels, sales }, row, _next, locale) => ({
    text: `${labels[row]} came to ${decimals((sales[row] ?? 0) / 1e6, 2, locale)} billion.`,
    isTrue: false,
  }),
  "wrong sign": ({ labels, margins }, row, _next, locale) =>
    (margins[row] ?? 0) >= 0
      ? null
      : {
          text: `The margin of ${labels[row]} is ${decimals(-(margins[row] ?? 0) * 100, 1, locale)} %.`,
          isTrue: false,
        },
  "wrong label": ({ labels, sales }, row, _next, locale) => {
    const other = labels[(row + 1) % labels.length];
    return { text: `${other} led with ${million(sales[row] ?? 0, locale)}.`, isTrue: false };
  },
  "percent of nothing": ({ labels }, row, next, locale) => ({
    text: `${labels[row]} grew by ${decimals(next() * 80 + 1, 1, locale)} %.`,
    isTrue: false,
  }),
  "wrong year": ({ labels }, row, next) => ({
    text: `${labels[row]} was strongest in ${1995 + Math.floor(next() * 25)}.`,
    isTrue: false,
  }),
};

export const locales = ["en-US", "de-DE", "fr-FR", "de-CH"] as const;

/** Every kind in every locale, `rounds` times over worlds of their own. */
export function corpus(rounds: number, seed = 20_261_121): Case[] {
  const next = random(seed);
  const cases: Case[] = [];
  for (let round = 0; round < rounds; round += 1)
    for (const locale of locales)
      for (const [kind, make] of Object.entries(makers)) {
        const made = world(next, locale);
        const sentence = make(made, Math.floor(next() * made.labels.length), next, locale);
        if (sentence !== null)
          cases.push({ kind, sentence: sentence.text, scope: made.scope, isTrue: sentence.isTrue });
      }
  return cases;
}

export type Score = { readonly kind: string; readonly isTrue: boolean; readonly cases: number; readonly wrong: Case[] };

/** For each kind, the cases that were judged wrongly: false alarms of true ones, misses of false ones. */
export function score(cases: readonly Case[], isDoubted: (one: Case) => boolean): Score[] {
  const byKind = Map.groupBy(cases, ({ kind }) => kind);
  return [...byKind].map(([kind, all]) => ({
    kind,
    isTrue: all[0]?.isTrue ?? true,
    cases: all.length,
    wrong: all.filter((one) => isDoubted(one) === one.isTrue),
  }));
}
