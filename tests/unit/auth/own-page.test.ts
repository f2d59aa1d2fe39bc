import { describe, expect, it } from "vitest";
import { isFromOwnPage } from "#lib/auth/origin";

const from = (referer: string | null, host = "askbook.test") =>
  isFromOwnPage(new Headers({ host, ...(referer === null ? {} : { referer }) }));

describe("a question in an address", () => {
  it.each(["http://askbook.test/", "https://askbook.test/data/1?x=2"])("from %s is asked at once", (referer) => {
    expect(from(referer)).toBe(true);
  });

  it.each([
    null,
    "",
    "nonsense",
    "https://elsewhere.test/",
    "https://askbook.test.elsewhere.test/",
    "https://elsewhere.test/?https://askbook.test/",
    "http://askbook.test/sign-in?next=/ask?question=x",
    "http://askbook.test/sign-in/again",
    "http://askbook.test/invitation/abc",
  ])("from %s waits for Enter", (referer) => {
    expect(from(referer)).toBe(false);
  });
});
