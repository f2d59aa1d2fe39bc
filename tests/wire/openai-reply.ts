import type { ChatRequest } from "./openai-request.ts";
import { type Asked, argumentsOf, type ScriptedTurn } from "./script.ts";

/** What the OpenAI protocol makes of a scripted turn. */

/** Equal words give near vectors: each word adds to a place of its own. */
export function embeddingOf(text: string, dimensions: number): number[] {
  const vector = Array.from({ length: dimensions }, () => 0.01);
  for (const word of text.toLowerCase().match(/\w+/g) ?? []) {
    const place = [...word].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % dimensions, 7);
    vector[place] = (vector[place] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

export function askedOf(request: ChatRequest, index: number): Asked {
  const { tool_choice: choice } = request;
  return {
    model: request.model,
    messages: request.messages,
    tools: (request.tools ?? []).map((tool) => tool.function.name),
    forcedTool:
      typeof choice === "object"
        ? choice.function.name
        : choice === "required"
          ? (request.tools?.[0]?.function.name ?? null)
          : null,
    wantsJson: request.response_format !== undefined,
    index,
  };
}

type WireToolCall = {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
};

export function toolCallsOf(turn: ScriptedTurn): WireToolCall[] {
  return (turn.toolCalls ?? []).map((call) => ({
    id: call.id ?? `call_${Math.random().toString(36).slice(2, 12)}`,
    type: "function",
    function: { name: call.name, arguments: argumentsOf(call) },
  }));
}

export function toolCallPieces(call: WireToolCall, index: number): object[] {
  const pieces = call.function.arguments.match(/[\s\S]{1,24}/g) ?? [];
  return [
    { tool_calls: [{ index, id: call.id, type: call.type, function: { name: call.function.name, arguments: "" } }] },
    ...pieces.map((text) => ({ tool_calls: [{ index, function: { arguments: text } }] })),
  ];
}

export function finishReasonOf(turn: ScriptedTurn): string {
  return turn.finishReason ?? (turn.toolCalls === undefined ? "stop" : "tool_calls");
}

export function usageOf({ usage = { inputTokens: 120, outputTokens: 30 } }: ScriptedTurn): object {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}

export function envelope(request: ChatRequest, object: string): object {
  return { id: "chatcmpl-scripted", object, created: Math.floor(Date.now() / 1000), model: request.model };
}

export function unknownModel(model: string): object {
  return {
    error: {
      message: `The model \`${model}\` does not exist or you do not have access to it.`,
      type: "invalid_request_error",
      param: null,
      code: "model_not_found",
    },
  };
}

/** As the real service does, the key is echoed: nothing of it may go on from here. */
export function incorrectKey(key: string | undefined): object {
  return {
    error: {
      message: `Incorrect API key provided: ${key ?? ""}. You can find your API key at https://platform.openai.com/account/api-keys.`,
      type: "invalid_request_error",
      param: null,
      code: "invalid_api_key",
    },
  };
}
