import type { EvalChart } from "#scripts/eval/explain/charts";
import { isShown, type Truth, truthOf, valuesOf } from "#scripts/eval/explain/truth";

/** What is wrong with an explanation; empty: every sentence was understood and is true of the rows. */
export function scoreExplanation(text: string, chart: EvalChart): readonly string[] {
  const truth = truthOf(chart);
  const sentences = readSentences(text, chart);
  const wrong = sentences.flatMap((sentence) => judge(sentence, truth).map((why) => `${why}: ${sentence.text}`));
  const told = sentences.some(({ labels, numbers }) => namesMaximum(labels, numbers, truth));
  return told || truth.max === truth.min ? wrong : [...wrong, "The highest value is not told with its category."];
}

/** The set's own facts say which category that is. */
function namesMaximum(labels: readonly string[], numbers: readonly string[], { gold, atMax }: Truth): boolean {
  if (!numbers.some((number) => isShown(number, gold.max.value))) return false;
  return labels.some((label) => gold.max.at.map(String).includes(label)) || numbers.includes(String(atMax));
}

/** `shape` is the sentence with `L` for each label, `N` for each number, `M` for the measure. */
type Sentence = {
  readonly text: string;
  readonly shape: string;
  readonly labels: readonly string[];
  readonly numbers: readonly string[];
};

const mark = "\u0001";

function readSentences(text: string, { labels, schema }: EvalChart): Sentence[] {
  const names = [...new Set(labels)].toSorted((a, b) => b.length - a.length);
  const columns = schema.map(({ name }) => name).toSorted((a, b) => b.length - a.length);
  let masked = text;
  for (const [index, name] of columns.entries())
    masked = masked.replaceAll(name, `${mark}c${"i".repeat(index + 1)}${mark}`);
  for (const [index, name] of names.entries()) masked = replaceWords(masked, name, `${mark}l${letters(index)}${mark}`);
  return masked
    .split(/(?<=\.)\s+/)
    .filter((part) => part !== "")
    .map((part) => readSentence(part, names));
}

function readSentence(part: string, names: readonly string[]): Sentence {
  const labels: string[] = [];
  const numbers: string[] = [];
  const pattern = new RegExp(`${mark}l([a-z]+)${mark}|${mark}c(i+)${mark}|[-−]?\\d[\\d,]*(?:\\.\\d+)?%?`, "g");
  let text = "";
  let last = 0;
  const shape = part.replace(pattern, (found, label: string | undefined, column: string | undefined, at: number) => {
    const name = label === undefined ? found : (names[indexOf(label)] ?? "");
    text += part.slice(last, at) + (column === undefined ? name : "M");
    last = at + found.length;
    if (label !== undefined) labels.push(name);
    else if (column === undefined) numbers.push(found.replace(/,$/, ""));
    if (column !== undefined) return "M";
    return label === undefined ? (found.endsWith(",") ? "N," : "N") : "L";
  });
  return { text: text + part.slice(last), shape: shape.replace(/[“”]/g, ""), labels, numbers };
}

function replaceWords(text: string, word: string, by: string): string {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}${mark}.])${escaped}(?![\\p{L}\\p{N}${mark}])`, "gu"), by);
}

/** Letters only, so that no number stands where a label stood. */
function letters(index: number): string {
  return String(index).replace(/\d/g, (digit) => String.fromCharCode(97 + Number(digit)));
}

function indexOf(text: string): number {
  return Number(text.replace(/[a-j]/g, (letter) => String(letter.charCodeAt(0) - 97)));
}

type Claim = { readonly is: boolean; readonly why: string };
type Judge = (sentence: Sentence, truth: Truth) => readonly Claim[];

/** One of them must fit every sentence: what is not understood is not right. */
const judges: readonly (readonly [RegExp, Judge])[] = [
  [/^(?:M )?L has the highest M with N(?: \(N of the total of N\))?(?:, .+)?\.$/, judgeLeader],
  [/^(?:M )?L alone makes up N of M, N of N(?:, .+)?\.$/, judgeLeader],
  [/^(?:M )?L(?:(?:, | and )(?:M )?L)+ share the (?:highest|lowest) M with N each\.$/, judgeShared],
  [/^N of the N [\p{L} ]+ share the (?:highest|lowest) M of N\.$/u, judgeCounted],
  [/^(?:M )?L(?:(?:, | and )(?:M )?L)* follows? with N(?: each)?\.$/, judgeSecond],
  [/^Together, (?:M )?L, (?:M )?L and (?:M )?L account for N of the total\.$/, judgeTopThree],
  [/^(?:M )?L has the lowest with N(?:; the highest is N times that)?\.$/, judgeLowest],
  [/^(?:M )?L also stands apart from the rest with N\.$/, judgeCell],
  [/^The average over the N [\p{L} ]+ is N, and N of them lies? above it\.$/u, judgeAverage],
  [/^The [\p{L} ]+ lie close together in M, from N for (?:M )?L to N for (?:M )?L\.$/u, judgeClose],
  [/^All N [\p{L} ]+ have the same M, N\.$/u, judgeEqual],
  [/^M (?:rose|fell) from N (?:in|on) L to N (?:in|on) L, a change of N\.$/, judgeEnds],
  [/^M ended close to where it began: N (?:in|on) L, N (?:in|on) L\.$/, judgeNearEnds],
  [/^M ended where it began: N (?:in|on) L and again (?:in|on) L\.$/, judgeSameEnds],
  [/^The (?:rise|decline) is (?:fairly )?steady: a straight line fits it with an R² of N\.$/, judgeLine],
  [
    /^(?:In between it goes up and down without a clear direction|Over the whole span the direction is (?:up|down), though not in an even line)\.$/,
    judgeDirection,
  ],
  [/^The highest value was N, (?:in|on) L(?: and L)?(?:; the lowest was N, (?:in|on) L(?: and L)?)?\.$/, judgeExtremes],
  [/^The (?:highest value|lowest) was N, in N of the N [\p{L} ]+\.$/u, judgeCountedExtreme],
  [/^The lowest was N, (?:in|on) L(?: and L)?\.$/, judgeLowestTime],
  [/^The largest single (?:rise|drop), N, came between L and L\.$/, judgeStep],
  [/^For N (?:years? )in between there (?:is|are) no rows\.$/, judgeGap],
];

function judge(sentence: Sentence, truth: Truth): readonly string[] {
  const found = judges.find(([pattern]) => pattern.test(sentence.shape));
  if (found === undefined) return ["not understood"];
  return found[1](sentence, truth).flatMap(({ is, why }) => (is ? [] : [why]));
}

function shows(number: string | undefined, value: number | undefined, why: string): Claim {
  return { is: number !== undefined && value !== undefined && isShown(number, value), why };
}

function stands(label: string | undefined, value: number, truth: Truth, why: string): Claim {
  return { is: label !== undefined && valuesOf(label, truth).includes(value), why };
}

function judgeLeader({ shape, labels, numbers }: Sentence, truth: Truth): Claim[] {
  const isAlone = shape.includes("alone");
  const hasTotal = shape.includes("of the total");
  const [own, share, total] = isAlone ? [numbers[1], numbers[0], numbers[2]] : numbers;
  const rest = numbers.slice(isAlone || hasTotal ? 3 : 1);
  return [
    stands(labels[0], truth.max, truth, "is not the highest"),
    shows(own, truth.max, "not the highest value"),
    ...(isAlone || hasTotal
      ? [shows(share, truth.max / truth.sum, "wrong share"), shows(total, truth.sum, "wrong total")]
      : []),
    ...judgeLead(shape, labels.slice(1), rest, truth),
  ];
}

function judgeLead(shape: string, labels: readonly string[], numbers: readonly string[], truth: Truth): Claim[] {
  const tail = /, (N above|N times as much as|twice as much as|just ahead of) .+ with N(?: each)?\.$/.exec(shape)?.[1];
  if (tail === undefined) return [{ is: labels.length === 0 && numbers.length === 0, why: "something else is said" }];
  const lead = truth.max / truth.second;
  const ahead: Readonly<Record<string, Claim>> = {
    "N above": shows(numbers[0], lead - 1, "wrong lead"),
    "N times as much as": shows(numbers[0], lead, "wrong ratio"),
    "twice as much as": { is: Math.abs(lead - 2) < 1e-9, why: "not twice as much" },
    "just ahead of": { is: lead < 1.01, why: "not just ahead" },
  };
  return [
    ahead[tail] ?? { is: false, why: "not understood" },
    shows(numbers.at(-1), truth.second, "not the second value"),
    ...labels.map((label) => stands(label, truth.second, truth, "is not the second")),
  ];
}

function judgeShared({ shape, labels, numbers }: Sentence, truth: Truth): Claim[] {
  const [value, count] = shape.includes("highest") ? [truth.max, truth.atMax] : [truth.min, truth.atMin];
  return [
    ...labels.map((label) => stands(label, value, truth, "is not at this end")),
    { is: labels.length === count, why: "not all that share it" },
    shows(numbers[0], value, "not the value at this end"),
  ];
}

function judgeCounted({ shape, numbers }: Sentence, truth: Truth): Claim[] {
  const [value, count] = shape.includes("highest") ? [truth.max, truth.atMax] : [truth.min, truth.atMin];
  return [
    shows(numbers[0], count, "wrong count"),
    shows(numbers[1], truth.count, "wrong number of groups"),
    shows(numbers[2], value, "not the value at this end"),
  ];
}

function judgeSecond({ labels, numbers }: Sentence, truth: Truth): Claim[] {
  return [
    ...labels.map((label) => stands(label, truth.second, truth, "is not the second")),
    shows(numbers[0], truth.second, "not the second value"),
  ];
}

function judgeTopThree({ labels, numbers }: Sentence, truth: Truth): Claim[] {
  const sum = labels.reduce((total, label) => total + (valuesOf(label, truth)[0] ?? 0), 0);
  return [
    { is: Math.abs(sum - truth.topThree) < 1e-9 * Math.max(1, Math.abs(sum)), why: "not the three largest" },
    shows(numbers[0], truth.topThree / truth.sum, "wrong part"),
  ];
}

function judgeLowest({ labels, numbers }: Sentence, truth: Truth): Claim[] {
  return [
    stands(labels[0], truth.min, truth, "is not the lowest"),
    shows(numbers[0], truth.min, "not the lowest value"),
    ...(numbers.length > 1 ? [shows(numbers[1], truth.max / truth.min, "wrong ratio")] : []),
  ];
}

function judgeCell({ labels, numbers }: Sentence, truth: Truth): Claim[] {
  const own = valuesOf(labels[0] ?? "", truth);
  return [{ is: own.some((value) => isShown(numbers[0] ?? "", value)), why: "not its value" }];
}

function judgeAverage({ numbers }: Sentence, truth: Truth): Claim[] {
  return [
    shows(numbers[0], truth.count, "wrong number of groups"),
    shows(numbers[1], truth.mean, "wrong average"),
    shows(numbers[2], truth.above, "wrong number above the average"),
  ];
}

function judgeClose({ labels, numbers }: Sentence, truth: Truth): Claim[] {
  return [
    shows(numbers[0], truth.min, "not the lowest value"),
    stands(labels[0], truth.min, truth, "is not the lowest"),
    shows(numbers[1], truth.max, "not the highest value"),
    stands(labels[1], truth.max, truth, "is not the highest"),
    { is: truth.max / truth.min < 1.2, why: "not close together" },
  ];
}

function judgeEqual({ numbers }: Sentence, truth: Truth): Claim[] {
  return [
    { is: truth.max === truth.min, why: "they differ" },
    shows(numbers[0], truth.count, "wrong number of groups"),
    shows(numbers[1], truth.max, "not the value"),
  ];
}

function judgeEnds({ shape, labels, numbers }: Sentence, truth: Truth): Claim[] {
  const change = truth.last - truth.first;
  return [
    ...ends(labels, numbers, truth),
    { is: shape.includes("rose") ? change > 0 : change < 0, why: "the other way" },
    numbers[2]?.endsWith("%") === true
      ? shows(numbers[2], change / truth.first, "wrong growth")
      : shows(numbers[2], change, "wrong change"),
  ];
}

function ends(labels: readonly string[], numbers: readonly string[], truth: Truth): Claim[] {
  return [
    { is: labels[0] === truth.labels[0], why: "not the first" },
    { is: labels[1] === truth.labels.at(-1), why: "not the last" },
    shows(numbers[0], truth.first, "not the first value"),
    shows(numbers[1] ?? numbers[0], truth.last, "not the last value"),
  ];
}

function judgeNearEnds({ labels, numbers }: Sentence, truth: Truth): Claim[] {
  const isNear = Math.abs(truth.last / truth.first - 1) < 0.02;
  return [...ends(labels, numbers, truth), { is: isNear, why: "not close" }];
}

function judgeSameEnds({ labels, numbers }: Sentence, truth: Truth): Claim[] {
  return ends(labels, numbers, truth);
}

function judgeLine({ shape, numbers }: Sentence, { values }: Truth): Claim[] {
  const [mx, my] = [(values.length - 1) / 2, values.reduce((sum, value) => sum + value, 0) / values.length];
  const over = (term: (x: number, y: number) => number): number =>
    values.reduce((sum, value, index) => sum + term(index - mx, value - my), 0);
  const together = over((x, y) => x * y);
  return [
    shows(numbers[0], together ** 2 / (over((x) => x * x) * over((_, y) => y * y)), "wrong R²"),
    { is: shape.includes("rise") === together > 0, why: "the other way" },
  ];
}

/** By counting pairs, at least as one-sided as a significant Mann-Kendall test asks for. */
function judgeDirection({ shape }: Sentence, { values }: Truth): Claim[] {
  let score = 0;
  for (const [index, value] of values.entries())
    for (const later of values.slice(index + 1)) score += Math.sign(later - value);
  const n = values.length;
  const z = score / Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const direction = / direction is (up|down)/.exec(shape)?.[1];
  if (direction === undefined) return [{ is: Math.abs(z) < 2.6, why: "there is a clear direction" }];
  return [{ is: direction === "up" ? z > 1.6 : z < -1.6, why: "no such direction" }];
}

function judgeExtremes({ shape, labels, numbers }: Sentence, truth: Truth): Claim[] {
  const [high = "", low = ""] = shape.split(";");
  const count = (part: string): number => part.split("L").length - 1;
  const tops = labels.slice(0, count(high));
  return [
    ...tops.map((label) => stands(label, truth.max, truth, "is not the highest")),
    shows(numbers[0], truth.max, "not the highest value"),
    { is: tops.length === truth.atMax, why: "not all that share it" },
    ...(low === "" ? [] : lowest(labels.slice(count(high)), numbers[1], truth)),
  ];
}

function lowest(labels: readonly string[], number: string | undefined, truth: Truth): Claim[] {
  return [
    ...labels.map((label) => stands(label, truth.min, truth, "is not the lowest")),
    shows(number, truth.min, "not the lowest value"),
    { is: labels.length === truth.atMin, why: "not all that share it" },
  ];
}

function judgeLowestTime({ labels, numbers }: Sentence, truth: Truth): Claim[] {
  return lowest(labels, numbers[0], truth);
}

function judgeCountedExtreme({ shape, numbers }: Sentence, truth: Truth): Claim[] {
  const [value, count] = shape.includes("highest") ? [truth.max, truth.atMax] : [truth.min, truth.atMin];
  return [
    shows(numbers[0], value, "not the value at this end"),
    shows(numbers[1], count, "wrong count"),
    shows(numbers[2], truth.count, "wrong number of groups"),
  ];
}

function judgeStep({ shape, labels, numbers }: Sentence, truth: Truth): Claim[] {
  const { steps } = truth;
  const extreme = shape.includes("rise") ? Math.max(...steps) : Math.min(...steps);
  const isThere = steps.some(
    (step, index) => step === extreme && truth.labels[index] === labels[0] && truth.labels[index + 1] === labels[1],
  );
  return [
    { is: isThere, why: "not the largest step" },
    shows(numbers[0], Math.abs(extreme), "wrong step"),
    { is: steps.every((step) => Math.abs(step) <= Math.abs(extreme)), why: "another step is larger" },
  ];
}

function judgeGap({ numbers }: Sentence, { labels }: Truth): Claim[] {
  const years = labels.map(Number);
  const span = Math.max(...years) - Math.min(...years) + 1;
  return [shows(numbers[0], span - new Set(years).size, "wrong number of missing years")];
}
