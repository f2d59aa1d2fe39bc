// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Suggestions } from "#components/ask/suggestions";

const suggestion = { question: "Sales by region", sourceId: "00000000-0000-4000-8000-000000000001" };

let isReachable: boolean;

beforeEach(async () => {
  isReachable = false;
  vi.stubGlobal("fetch", async () => {
    if (!isReachable) throw new TypeError("fetch failed");
    return Response.json({ suggestions: [suggestion] });
  });
  render(<Suggestions scope={[]} onAsk={() => undefined} />);
  await screen.findByText(/^Suggestions could not be made. The server cannot be reached./);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("suggestions that could not be made", () => {
  it("can be tried again, as often as it takes", async () => {
    fireEvent.click(screen.getByText("Try again"));
    await screen.findByText(/could not be made/);
    isReachable = true;
    fireEvent.click(screen.getByText("Try again"));
    await screen.findByText("Sales by region");
    expect(screen.queryByText(/could not be made/)).toBeNull();
  });

  it.each(["online", "focus"])("come by themselves at %s", async (name) => {
    isReachable = true;
    // The page may hear of it some moments after it said that it failed.
    await waitFor(() => {
      act(() => void window.dispatchEvent(new Event(name)));
      expect(screen.queryByText("Sales by region")).not.toBeNull();
    });
  });
});
