import { expect, it } from "vitest";
import { sizeOfChat } from "#lib/ai/providers/request-size";

const text = { type: "text" as const, text: "x".repeat(1000) };
const picture = (data: string | Uint8Array) => ({
  type: "file" as const,
  mediaType: "image/png",
  data: { type: "data" as const, data },
});
const sizeOf = (...content: (typeof text | ReturnType<typeof picture>)[]) =>
  sizeOfChat({ prompt: [{ role: "user", content }] });

it("counts texts by their length", () => {
  const { characters, uncounted } = sizeOf(text);
  expect(characters).toBeGreaterThan(1000);
  expect(characters).toBeLessThan(1100);
  expect(uncounted).toBe(0);
});

it("counts a picture as one, however many letters it takes on the wire", () => {
  const [none, one] = [sizeOf(text), sizeOf(text, picture("A".repeat(80_000)))];
  expect(one.characters - none.characters).toBe(4000);
  expect(one.uncounted).toBe(76_000);
  expect(sizeOf(text, picture(new Uint8Array(60_000)))).toEqual(one);
});
