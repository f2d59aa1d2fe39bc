// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RelatedCharts } from "#components/ask/related-charts";
import { draft } from "#tests/support/drafts";

const runId = "00000000-0000-4000-8000-000000000001";

let isReachable: boolean;
let asked: number;

beforeEach(() => {
  isReachable = false;
  asked = 0;
  vi.stubGlobal("fetch", async () => {
    asked += 1;
    if (!isReachable) throw new TypeError("fetch failed");
    return Response.json({ charts: [offered] });
  });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const offered = {
  title: "Sales by month",
  sourceId: runId,
  mark: "line",
  worksheet: draft({}),
};

/** By what stands on it: roles are slow to compute here. */
const button = (name: string) => waitFor(() => screen.getByText(name, { selector: "button, button *" }));

describe("related charts that could not be found", () => {
  beforeEach(async () => {
    render(<RelatedCharts runId={runId} onChoose={async () => undefined} />);
    await screen.findByText(/^Related charts could not be found. The server cannot be reached./);
  });

  it("can be tried again, as often as it takes", async () => {
    fireEvent.click(await button("Try again"));
    await waitFor(() => expect(asked).toBe(2));
    isReachable = true;
    fireEvent.click(await button("Try again"));
    await button("Sales by month");
    expect(screen.queryByText(/could not be found/)).toBeNull();
  });

  it.each(["online", "focus"])("come by themselves at %s, and are asked for once", async (name) => {
    isReachable = true;
    // The page may hear of it some moments after it said that it failed.
    await waitFor(() => {
      act(() => void window.dispatchEvent(new Event(name)));
      expect(asked).toBe(2);
    });
    await button("Sales by month");
    act(() => void window.dispatchEvent(new Event(name)));
    expect(asked).toBe(2);
  });
});
