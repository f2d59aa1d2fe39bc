/** What a scripted model says. Servers of every protocol play the same script. */

export type ScriptedToolCall = {
  readonly name: string;
  readonly input: unknown;
  /** The arguments as the model wrote them, in place of the input's JSON. */
  readonly text?: string;
  /** Absent: one of its own. */
  readonly id?: string;
};

export type ScriptedFault =
  | {
      /** An HTTP error before anything is streamed. */
      readonly kind: "status";
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** An error event after this many pieces of a stream that began with 200. */
  | { readonly kind: "error-event"; readonly afterPieces: number; readonly body: unknown }
  /** The socket is cut after this many pieces. */
  | { readonly kind: "cut"; readonly afterPieces: number }
  /** Nothing more comes after this many pieces, and the socket stays open. */
  | { readonly kind: "silence"; readonly afterPieces: number }
  /** No headers either. */
  | { readonly kind: "dead" }
  | { readonly kind: "redirect"; readonly location: string };

export type ScriptedTurn = {
  readonly text?: string;
  readonly toolCalls?: readonly ScriptedToolCall[];
  readonly finishReason?: "stop" | "length" | "content_filter" | "tool_calls";
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number };
  /** Milliseconds before the first piece, and between pieces. */
  readonly delayMs?: number;
  readonly fault?: ScriptedFault;
};

export type ChatMessage = {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly unknown[] | undefined;
  readonly tool_call_id?: string;
};

/** What the model was asked, as the protocol put it. */
export type Asked = {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly string[];
  /** The tool that must be called. */
  readonly forcedTool: string | null;
  readonly wantsJson: boolean;
  /** How many requests came before this one. */
  readonly index: number;
};

/** Turns in order (the last repeats), or a function of what was asked. */
export type Script = readonly ScriptedTurn[] | ((asked: Asked) => ScriptedTurn | Promise<ScriptedTurn>);

export async function turnOf(script: Script, asked: Asked): Promise<ScriptedTurn> {
  if (typeof script === "function") return script(asked);
  return script[Math.min(asked.index, script.length - 1)] ?? {};
}

export function argumentsOf({ input, text }: ScriptedToolCall): string {
  return text ?? JSON.stringify(input);
}

/** Words with their spaces: the pieces that a text is streamed in. */
export function piecesOf(text: string): string[] {
  return text.match(/\s*\S+\s*/g) ?? [];
}
