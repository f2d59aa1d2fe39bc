import { expect, test } from "vitest";
import { createMeter } from "#lib/usage/meter";

test("adds up the calls of an answer and waits for those that are still ending", async () => {
  const meter = createMeter();
  const first = meter.begin();
  const second = meter.begin();
  first({ inputTokens: 10, outputTokens: 5, costUsd: 0.5 });
  const total = meter.total();
  second({ inputTokens: 1, outputTokens: 1, costUsd: 0.25 });
  second({ inputTokens: 100, outputTokens: 100, costUsd: 100 });
  expect(await total).toEqual({ calls: 2, inputTokens: 11, outputTokens: 6, costUsd: 0.75 });
});

test("one call without a price leaves the cost unknown", async () => {
  const meter = createMeter();
  meter.begin()({ inputTokens: 1, outputTokens: 0, costUsd: 1 });
  meter.begin()({ inputTokens: 1, outputTokens: 0, costUsd: null });
  expect((await meter.total()).costUsd).toBeNull();
  expect(await createMeter().total()).toEqual({ calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 });
});
