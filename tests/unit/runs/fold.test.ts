import { expect, it } from "vitest";
import type { RunChunk } from "#lib/contract/run-chunks";
import { foldChunks } from "#lib/runs/fold";

const progress = (step: "reading" | "done"): RunChunk => ({
  type: "data-formula-progress",
  id: "progress",
  data: { step, message: step, discarded: 0 },
});

it("leaves the chunks as they are, which readers may still be told of", async () => {
  const chunks: RunChunk[] = [{ type: "start", messageId: "run" }, progress("reading"), progress("done")];
  const before = structuredClone(chunks);
  expect(await foldChunks("run", chunks)).toEqual([progress("done")]);
  expect(chunks).toEqual(before);
});
