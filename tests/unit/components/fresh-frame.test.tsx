// @vitest-environment jsdom
import { cleanup, renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useFreshFrame } from "#components/frame/use-fresh-frame";

let pulse: string;
let asked: number;
let visibility: "visible" | "hidden";
const refresh = vi.fn();

beforeEach(() => {
  [pulse, asked, visibility] = ["first", 0, "visible"];
  refresh.mockReset();
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visibility);
  vi.stubGlobal("fetch", async () => {
    asked += 1;
    return pulse === "nobody"
      ? Response.json({ error: { code: "unauthenticated", message: "Sign in." } }, { status: 401 })
      : Response.json({ pulse });
  });
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** The tab is looked at again, and has asked. */
async function look(): Promise<void> {
  const before = asked;
  visibility = "visible";
  document.dispatchEvent(new Event("visibilitychange"));
  await waitFor(() => expect(asked).toBe(before + 1));
  await new Promise((resolve) => setTimeout(resolve));
}

it("a frame is drawn anew when what it was drawn from has changed, and is then quiet", async () => {
  const { rerender } = renderHook(({ drawn }) => useFreshFrame(drawn, refresh), { initialProps: { drawn: "first" } });
  await waitFor(() => expect(asked).toBe(1));
  await look();
  expect(refresh).not.toHaveBeenCalled();
  pulse = "second";
  await look();
  expect(refresh).toHaveBeenCalledOnce();
  rerender({ drawn: "second" });
  await look();
  expect(refresh).toHaveBeenCalledOnce();
});

it("what changed before the page first asked, in a tab that nobody looked at, is seen too", async () => {
  visibility = "hidden";
  renderHook(() => useFreshFrame("first", refresh));
  pulse = "second";
  await look();
  expect(refresh).toHaveBeenCalledOnce();
});

it("whoever is signed out meanwhile is led on by the page, which is drawn anew", async () => {
  renderHook(() => useFreshFrame("first", refresh));
  await waitFor(() => expect(asked).toBe(1));
  pulse = "nobody";
  await look();
  expect(refresh).toHaveBeenCalledOnce();
});
