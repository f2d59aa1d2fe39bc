import { escapeName, number, type Teller } from "./teller.ts";

/** One number, and what it is measured against. */
export function writeSingle(teller: Teller): string[] {
  const current = teller.find("current");
  if (current === undefined) return [];
  const where = !teller.shape.isTime ? "" : ` ${teller.at(current.rows[0])}`;
  const { measure } = teller;
  return [`${measure} is ${number(current)}${where}.`, ...writeTarget(teller), ...writePrevious(teller)];
}

/** The target stands in a column of its own; its fact carries that column's name. */
function writeTarget(teller: Teller): string[] {
  const reached = teller.find("reached");
  if (reached === undefined) return [];
  const name = escapeName(/ is .+? of (.+)$/.exec(reached.text)?.[1] ?? "the target");
  return [`That is ${number(reached)} of ${name}${judge(teller, reached.value >= 1)}.`];
}

function writePrevious(teller: Teller): string[] {
  const previous = teller.find("previous");
  const change = teller.find("change");
  const growth = teller.find("growth");
  if (previous === undefined || change === undefined) return [];
  const before = `${number(previous)} ${teller.at(previous.rows[0])}`;
  if (change.value === 0) return [`It has not changed since ${teller.when(previous.rows[0])}.`];
  return [`It was ${before}, so it changed by ${number(growth ?? change)}${judge(teller, change.value > 0)}.`];
}

/** Said only where more is worse. */
function judge({ shape }: Teller, isMore: boolean): string {
  if (!shape.isLowerBetter) return "";
  return isMore ? "; lower is better here, so that is worse" : "; lower is better here, so that is better";
}
