import { escapeName, number, type Teller } from "./teller.ts";

/** Points in a plane: whether the two go together, and the ends. Nothing about why. */
export function writeRelation(teller: Teller): string[] {
  const strength = teller.find("correlation");
  const x = escapeName(teller.shape.x?.name ?? "");
  const sentences = strength === undefined ? [] : [together(teller, x, strength.value, number(strength))];
  const highest = teller.find("highest");
  const lowest = teller.find("lowest");
  if (highest !== undefined)
    sentences.push(`${teller.measure} is highest, at ${number(highest)}, for ${teller.name(highest.rows[0])}.`);
  if (lowest !== undefined && lowest.rows.length === 1)
    sentences.push(`It is lowest for ${teller.name(lowest.rows[0])}, at ${number(lowest)}.`);
  return sentences;
}

function together({ measure }: Teller, x: string, value: number, shown: string): string {
  const size = Math.abs(value);
  if (size < 0.2) return `${x} and ${measure} hardly go together: their correlation is ${shown}.`;
  const how = size >= 0.7 ? "closely" : size >= 0.4 ? "moderately" : "loosely";
  const way = value > 0 ? "more" : "less";
  return `${x} and ${measure} go together ${how}: where ${x} is higher, ${measure} tends to be ${way}, with a correlation of ${shown}.`;
}

/** A list of values: their range, their middle, and whether a few large ones pull the mean away. */
export function writeDistribution(teller: Teller): string[] {
  const { measure } = teller;
  const count = teller.find("groups");
  const highest = teller.find("highest");
  const lowest = teller.find("lowest");
  const median = teller.find("median");
  const average = teller.find("average");
  const [low, high] = teller.all("quartiles");
  const sentences: string[] = [];
  if (count !== undefined && highest !== undefined && lowest !== undefined)
    sentences.push(`The ${number(count)} values of ${measure} lie between ${number(lowest)} and ${number(highest)}.`);
  if (median !== undefined && low !== undefined && high !== undefined)
    sentences.push(
      `The middle one is ${number(median)}, and half of them lie between ${number(low)} and ${number(high)}.`,
    );
  if (median !== undefined && average !== undefined && isPulled(average.value, median.value, low?.value, high?.value)) {
    const isAbove = average.value > median.value;
    sentences.push(
      `The average, ${number(average)}, is ${isAbove ? "higher" : "lower"}: a few ${isAbove ? "large" : "small"} values pull it ${isAbove ? "up" : "down"}.`,
    );
  }
  const outliers = teller.all("outlier");
  if (outliers.length > 0)
    sentences.push(
      `${outliers.map((one) => number(one)).join(" and ")} ${outliers.length === 1 ? "stands" : "stand"} apart from the rest.`,
    );
  return sentences;
}

/** By more than a quarter of the width of the middle half. */
function isPulled(average: number, median: number, low: number | undefined, high: number | undefined): boolean {
  return low !== undefined && high !== undefined && Math.abs(average - median) > (high - low) / 4;
}
