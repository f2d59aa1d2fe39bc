import type { Asked, ScriptedToolCall, ScriptedTurn } from "../../wire/script.ts";

const worksheet = {
  name: "Sales by segment",
  source: "Orders",
  filters: [],
  columns: [{ name: "Segment sales", formula: "Sum([Sales])", format: "currency" }],
  groupings: [{ keys: ["Segment"], calculations: ["Segment sales"], sort: [] }],
  summaries: [],
  show: null,
  sort: [{ column: "Segment sales", direction: "descending" }],
  limit: null,
};

/** The call of a scripted model that adds the sample's sales up by segment; its result is `r1`. */
export const salesBySegment: ScriptedToolCall = { name: "run-worksheet", input: { worksheet } };

/** Calls the tool that must be called, gives the JSON that is wanted, else says ok: what the test of a connection asks for. */
export function obedient({ forcedTool, wantsJson }: Asked): ScriptedTurn {
  if (forcedTool !== null) return { toolCalls: [{ name: forcedTool, input: { ok: true } }] };
  return { text: wantsJson ? '{"ok":true}' : "ok" };
}

/** First the worksheet, then what is said about it. */
export function afterSalesBySegment(last: ScriptedTurn): (asked: Asked) => ScriptedTurn {
  return (asked) => {
    if (asked.forcedTool !== null || asked.wantsJson) return obedient(asked);
    const sinceQuestion = asked.messages.slice(asked.messages.findLastIndex(({ role }) => role === "user"));
    return sinceQuestion.some(({ role }) => role === "tool") ? last : { toolCalls: [salesBySegment] };
  };
}
