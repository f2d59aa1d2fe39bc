/** Words that change which rows or which amount is meant: an answer that passes them over answers another question. */
const list = `
new repeat repeated returning recurring loyal churned inactive lapsed lost retained
late early delayed overdue unpaid outstanding missed missing failed cancelled canceled rejected pending unsold unused
forecast forecasts forecasted predict predicts predicted prediction projection projected expected likely
consecutive simultaneous simultaneously duplicate duplicates duplicated
rate rates net half halves weekend weekends
correlation correlate correlated causes cause
without never neither nor
`;

const words: ReadonlySet<string> = new Set(list.split(/\s+/).filter((word) => word !== ""));

export function isDecisive(lower: string): boolean {
  return words.has(lower);
}
