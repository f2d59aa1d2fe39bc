import { textAt, type Workings } from "./workings.ts";

/**
 * "days since the last order", "months between orders": times from one row to another, which no column tells and which are neither
 * groups nor dates. Days between two dates of a row are a column that the source was given.
 */
export function findOpenSpans(workings: Workings): readonly string[] {
  return workings.mentions.flatMap((mention, index) => {
    const text = textAt(workings, index);
    const after = /^(since|between)$/.exec(workings.words[mention.to] ?? "")?.[0];
    const isTold = mention.kind === "column" && mention.candidates[0]?.column.formula !== undefined;
    const isDated = workings.mentions.some((other) => other.kind === "date" || other.kind === "number");
    if (!/^(days|weeks|months|years|time)$/.test(text) || after === undefined || isTold || isDated) return [];
    return [`${text} ${after}`];
  });
}
