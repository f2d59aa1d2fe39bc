import "server-only";
import type { RunChunk } from "#lib/contract/run-chunks";
import type { RunData } from "#lib/contract/runs";
import type { NumberScope } from "#lib/numbers/number-scope";
import { createNumberStream, type NumberStream, type ProsePiece } from "#lib/numbers/number-stream";

/** Writes chunks with the numbers of their texts rendered and checked. */
export type ProvingWriter = {
  write(chunk: RunChunk): void;
  /** Counts the numbers of the last step's prose: the answer's. */
  verification(): RunData["verification"];
  /** Whether the last step said anything. */
  hasProse(): boolean;
};

export function createProvingWriter(scope: () => NumberScope, write: (chunk: RunChunk) => void): ProvingWriter {
  const streams = new Map<string, NumberStream>();
  let statuses = new Map<string, RunData["number"]["status"]>();
  let count = 0;
  let said = "";

  const writePieces = (id: string, pieces: readonly ProsePiece[]): void => {
    for (const piece of pieces) {
      if (piece.kind === "number") {
        statuses.set(piece.number.id, piece.number.status);
        write({ type: "data-number", id: piece.number.id, data: piece.number });
      } else if (piece.text !== "") {
        said += piece.text;
        write({ type: "text-delta", id, delta: piece.text });
      }
    }
  };

  return {
    write(chunk) {
      if (chunk.type === "start-step") {
        statuses = new Map();
        said = "";
      }
      if (chunk.type === "text-start")
        streams.set(
          chunk.id,
          createNumberStream(scope, () => `n${++count}`),
        );
      if (chunk.type === "text-delta") {
        const stream = streams.get(chunk.id);
        if (stream !== undefined) return writePieces(chunk.id, stream.push(chunk.delta));
      }
      if (chunk.type === "text-end") {
        writePieces(chunk.id, streams.get(chunk.id)?.end() ?? []);
        streams.delete(chunk.id);
      }
      write(chunk);
    },
    verification() {
      const found = { proved: 0, matched: 0, unverified: 0 };
      for (const status of statuses.values()) found[status] += 1;
      return found;
    },
    hasProse: () => said.trim() !== "",
  };
}
