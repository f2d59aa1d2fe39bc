/** Plain answers to what is no question about data. Null: it is one. */
export function answerSmallTalk(question: string): string | null {
  const text = question
    .trim()
    .toLowerCase()
    .replace(/[!.?]+$/g, "");
  return replies.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const abilities = `The built-in model answers questions about one source at a time: totals, averages, counts, the largest and smallest, lists, groups by one or two columns or by day to year, filters by value, number and date, comparisons of periods or values, and charts of these. Try "sales by region last quarter", "top 5 products by profit" or "orders per month in 2025".`;

const replies: readonly (readonly [RegExp, string])[] = [
  [/^(hi|hello|hey|good (morning|afternoon|evening|day)|greetings|howdy)( there| askbook)?$/, `Hello. ${abilities}`],
  [
    /^(thanks|thank you|thx|great|ok|okay|cool|nice|perfect|good job|well done)( very much| a lot)?$/,
    "You are welcome. Ask a follow-up, or something new.",
  ],
  [/^(bye|goodbye|see you|good night)$/, "Goodbye. The thread stays in the history."],
  [
    /^(help|what can (you|askbook|the model|it|i) (do|ask)( for me| here)?|how (do|does|can) (you|this|it|i use (this|it|you)) ?(work)?|who are you|what are you|what is this|what do you do|how to use (this|it))$/,
    abilities,
  ],
];
