import { createCanvas } from "@napi-rs/canvas";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { readSentBody } from "#components/ui/sent-body";
import { SentList } from "#components/ui/sent-list";

const png = createCanvas(96, 54).toBuffer("image/png");
const base64 = png.toString("base64");
const body = JSON.stringify({ content: [{ text: "Facts: East" }, { url: `data:image/png;base64,${base64}` }] });

it("shows a picture in a request as such, with its size, and the rest of the request as it is", () => {
  const { text, pictures } = readSentBody(body);
  expect(pictures).toEqual([{ base64, bytes: png.length, width: 96, height: 54 }]);
  const shown = `${base64.slice(0, 48)}… (${(base64.length - 48).toLocaleString()} more characters)`;
  expect(text).toBe(body.replace(base64, shown));
});

it("leaves words alone that only begin like a picture", () => {
  const typed = JSON.stringify({ text: "What is iVBORw0KGgo?" });
  expect(readSentBody(typed)).toEqual({ text: typed, pictures: [] });
});

it("says in words what is shown", () => {
  const sent = { id: 1, provider: "openai", model: "m", url: "https://x.test", inputTokens: 1, outputTokens: 1 };
  const markup = renderToStaticMarkup(<SentList requests={[{ ...sent, body }]} />);
  expect(markup).toContain("The picture in request 1");
  expect(markup).toContain("96 × 54 pixels");
  expect(markup.split(base64)).toHaveLength(2);
});
