import { functionTable } from "#lib/formula/functions/table";

/** Texts that nobody meant as formulas, the same for the same seed. */

export const textKinds = ["random characters", "random pieces", "mutated formulas"] as const;
export type TextKind = (typeof textKinds)[number];

const formulas = [...functionTable.values()].map(({ example }) => example);
const pieces = [
  ..."()[]{},;:.+-*/%^&=<>!\"'\\ \n\t0123456789eE?|~#`",
  ...[
    "And",
    "or",
    "NOT",
    "Null",
    "true",
    "[Sales]",
    "[Region",
    "If(",
    "Sum(",
    "//x\n",
    "/*",
    "*/",
    "\u0000",
    "é",
    "🎉",
  ],
  ...["\ud800", "“", "’", "==", "<>", "&&", "||", "is null", "case when", "then", "end", "between", "{FIXED", " in ("],
  ...["cast(", " as text", "::", "over (", "order by", "interval '1 day'", "COUNTD(", "SUMIFS(", "WINDOW_SUM("],
  ...["constructor", "__proto__", "toString(", "[constructor]", ".__proto__", "\u202e", "e\u0301", "\u{1F468}\u200D"],
];

export function* randomTexts(kind: TextKind, seed: number, count: number): Generator<string> {
  const random = createRandom(seed);
  for (let index = 0; index < count; index += 1) yield makers[kind](random);
}

type Random = (below: number) => number;

const makers: Readonly<Record<TextKind, (random: Random) => string>> = {
  "random characters": (random) =>
    Array.from({ length: random(40) }, () => String.fromCharCode(random(random(4) === 0 ? 0x10000 : 0x100))).join(""),
  "random pieces": (random) => Array.from({ length: random(25) }, () => pick(random, pieces)).join(""),
  "mutated formulas": (random) => {
    let text = pick(random, formulas);
    for (let changes = random(4); changes >= 0; changes -= 1) {
      const at = random(text.length + 1);
      text = text.slice(0, at) + (random(4) === 0 ? "" : pick(random, pieces)) + text.slice(at + random(5));
      if (random(6) === 0) text += pick(random, [" + ", " & ", ", ", " "]) + pick(random, formulas);
    }
    return text;
  },
};

function pick(random: Random, values: readonly string[]): string {
  return values[random(values.length)] ?? "";
}

/** Mulberry32. */
function createRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const repeated = [
  ...[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "/*",
    "*/",
    "//",
    "-",
    "+",
    "*",
    "^",
    "=",
    "&",
    "&&",
    "||",
    "!",
    "?",
    ";",
  ],
  ...[
    ",",
    ".",
    ":",
    "\\",
    "\n",
    "1",
    "a ",
    "1 ",
    "[a]",
    "[a",
    "[a\n",
    '"a\n',
    "not ",
    "and ",
    "and(",
    "a is null ",
    "“",
  ],
  ...[
    "a is null and ",
    "case when ",
    "case a when ",
    "if a then ",
    "end ",
    "a between 1 and 2 ",
    "a like ",
    "a in (1) ",
  ],
  ...[
    "{fixed [a]:",
    "count(*)",
    "If(",
    "Sum(1,",
    "Sum()",
    "foo(1) + ",
    "x.y",
    "a[0]",
    "{a:1",
    "🎉",
    "\ud800",
    "1=1=",
    "<>",
  ],
  ...[
    ")and(",
    "Summ([Sale]) + ",
    "[Sale] + ",
    "COUNTD(",
    "cast(a as b ",
    "a::",
    "over(",
    "1?2:",
    "#1#",
    "`a",
    "10% ",
    "as b ",
  ],
  ...["date 'x' ", "+ interval '1 day' ", "a[b]", '"\\', "‘x’ ", "VLOOKUP(", "constructor("],
];

/** Name and text. */
export function hostileTexts(): readonly (readonly [name: string, text: string])[] {
  const length = 65_000;
  return [
    ...repeated.map((part) => [JSON.stringify(part), part.repeat(Math.floor(length / part.length))] as const),
    ["10,000 nested brackets", `${"(".repeat(10_000)}1${")".repeat(10_000)}`],
    ["a text of backslashes", `"${"\\".repeat(length - 4)}a`],
    ["a long name of a function", `${"a".repeat(length)}(1)`],
    ["a long name of a column", `[${"a".repeat(length)}]`],
    ["everything unclosed", `${'If([a, "b, {c: '.repeat(150)}/* `],
  ];
}
