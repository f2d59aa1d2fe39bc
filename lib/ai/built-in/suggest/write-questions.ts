import type { DescribedSource, KnownColumn } from "../source.ts";
import { prepareSource } from "../source.ts";
import { findDimensions, findMainDate, findMeasures, type Measure } from "./find-subjects.ts";
import { plainName, pluralOf, rowsOf } from "./name-plainly.ts";

export const questionKinds = ["by dimension", "trend", "top", "share", "comparison", "count"] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** A question that the source may answer, with the reading that was meant: whoever asks it may not be told something else. */
export type QuestionCandidate = {
  readonly kind: QuestionKind;
  readonly question: string;
  readonly expected: Expected;
};

export type Expected = {
  /** The formula of the only key. */
  readonly key: string;
  /** Formulas of the only calculation, any of which means the same. */
  readonly measures: readonly string[];
  readonly limit: number | null;
  readonly isFiltered: boolean;
  /** Fewer rows are no answer worth asking for. */
  readonly minRows: number;
};

const countFormulas = /^Count(Distinct)?\(/;

/**
 * Questions in plain words about what a source holds, of each kind the best first. `kept`: names of columns that no question may name.
 * Pure; only names and numbers of the description are used, never values.
 */
export function writeQuestions(described: DescribedSource, kept: ReadonlySet<string> = new Set()): QuestionCandidate[] {
  const source = prepareSource(described);
  const subjects: Subjects = {
    measures: findMeasures(source, kept),
    dimensions: findDimensions(source, kept),
    date: findMainDate(source, kept),
    rows: rowsOf(described.name),
  };
  return [byDimension, trend, top, share, comparison, count].flatMap((write) => write(subjects));
}

type Subjects = {
  readonly measures: readonly Measure[];
  readonly dimensions: readonly KnownColumn[];
  readonly date: KnownColumn | null;
  /** What the rows are called: `orders`. */
  readonly rows: string;
};

function byDimension({ measures, dimensions }: Subjects): QuestionCandidate[] {
  return pairs(measures, dimensions).map(([measure, dimension]) => ({
    kind: "by dimension",
    question: `What ${isPlural(measure.phrase) ? "are the" : "is the"} ${measure.phrase} by ${plainName(dimension.name)}?`,
    expected: grouped(dimension, measure.formulas),
  }));
}

function trend({ measures, date, rows }: Subjects): QuestionCandidate[] {
  if (date === null) return [];
  const phrases = [...rotate(measures, 1), countOf(rows)];
  const spans = date.role === "year" ? [byYear] : [lastYear, allMonths, allYears];
  return spans.flatMap(({ words, bucket, isFiltered }) =>
    phrases.slice(0, 3).map(
      ({ phrase, formulas }): QuestionCandidate => ({
        kind: "trend",
        question: `Show ${phrase === countOf(rows).phrase ? `the ${phrase}` : phrase} by ${words}`,
        expected: {
          key: bucket === null ? `[${date.path}]` : truncated(bucket, date),
          measures: formulas,
          limit: null,
          isFiltered,
          minRows: 3,
        },
      }),
    ),
  );
}

const lastYear = { words: "month for the last 12 months", bucket: "month", isFiltered: true } as const;
const allMonths = { words: "month", bucket: "month", isFiltered: false } as const;
const allYears = { words: "year", bucket: "year", isFiltered: false } as const;
const byYear = { words: "year", bucket: null, isFiltered: false } as const;

function top({ measures, dimensions }: Subjects): QuestionCandidate[] {
  const many = dimensions.filter(({ description }) => (description.distinctCount ?? 0) > topCount);
  return pairs(rotate(measures, 1), many).map(([measure, dimension]) => ({
    kind: "top",
    question: `What are the top ${topCount} ${pluralOf(plainName(dimension.name))} by ${measure.phrase}?`,
    expected: { ...grouped(dimension, measure.formulas), limit: topCount, minRows: topCount },
  }));
}

const topCount = 5;

function share({ measures, dimensions, rows }: Subjects): QuestionCandidate[] {
  const few = rotate(dimensions, 1).filter(({ description }) => (description.distinctCount ?? 0) <= 12);
  const added = measures.flatMap(({ added: column }) => (column === null ? [] : [column]));
  const ofColumns = pairs(added, few).map(
    ([column, dimension]): QuestionCandidate => ({
      kind: "share",
      question: `What share of ${plainName(column)} does each ${plainName(dimension.name)} have?`,
      expected: grouped(dimension, [`PercentOfTotal(Sum([${column}]))`]),
    }),
  );
  const ofRows = few.map(
    (dimension): QuestionCandidate => ({
      kind: "share",
      question: `What share of ${rows} does each ${plainName(dimension.name)} have?`,
      expected: grouped(dimension, ["PercentOfTotal(Count())"]),
    }),
  );
  return [...ofColumns, ...ofRows.slice(0, 2)];
}

function comparison({ measures, date, rows }: Subjects): QuestionCandidate[] {
  if (date === null || date.role !== "time") return [];
  return [...measures.slice(0, 2), countOf(rows)].flatMap(({ phrase, formulas }) =>
    (["quarter", "month"] as const).map(
      (period): QuestionCandidate => ({
        kind: "comparison",
        question: `Compare ${phrase === countOf(rows).phrase ? `the ${phrase}` : phrase} by ${period} over the last 2 ${period}s`,
        expected: { key: truncated(period, date), measures: formulas, limit: null, isFiltered: true, minRows: 2 },
      }),
    ),
  );
}

function count({ dimensions, rows }: Subjects): QuestionCandidate[] {
  return rotate(dimensions, 2).map((dimension) => ({
    kind: "count",
    question: `How many ${rows} are there per ${plainName(dimension.name)}?`,
    expected: grouped(dimension, []),
  }));
}

/** No formulas: any count will do, for the source's notes may say what is counted. */
function countOf(rows: string): Pick<Measure, "phrase" | "formulas"> {
  return { phrase: `number of ${rows}`, formulas: [] };
}

export function isExpectedMeasure({ measures }: Expected, formula: string): boolean {
  return measures.length === 0 ? countFormulas.test(formula) : measures.includes(formula);
}

function grouped(dimension: KnownColumn, measures: readonly string[]): Expected {
  return { key: `[${dimension.path}]`, measures, limit: null, isFiltered: false, minRows: 2 };
}

function truncated(period: string, { path }: KnownColumn): string {
  return `DateTrunc("${period}", [${path}])`;
}

function isPlural(phrase: string): boolean {
  return /[^su]s$/i.test(phrase);
}

/** Each with each, those near the front of both first. */
function pairs<A, B>(left: readonly A[], right: readonly B[]): (readonly [A, B])[] {
  return left
    .slice(0, 3)
    .flatMap((a, i) => right.slice(0, 3).map((b, j) => ({ pair: [a, b] as const, distance: i + j })))
    .toSorted((a, b) => a.distance - b.distance)
    .map(({ pair }) => pair);
}

/** Begins further on, so that not every question is about the same. */
function rotate<T>(list: readonly T[], by: number): readonly T[] {
  const start = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
