// @vitest-environment jsdom
import { cleanup, configure, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Canvas } from "#components/workbook/canvas/canvas";
import { EmptyPage } from "#components/workbook/canvas/empty-page";
import { createResultCache } from "#components/workbook/data/result-cache";
import { type WorkbookContext, WorkbookProvider } from "#components/workbook/workbook-context";
import { removeElement } from "#lib/workbook/edit/remove-element";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { stubResizeObserver } from "#tests/support/resize-observer";
import { sampleDocument } from "#tests/support/workbooks";

// Roles are slow to compute here, and the more so on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

beforeEach(() => {
  stubResizeObserver();
  vi.stubGlobal("IntersectionObserver", ResizeObserver);
  vi.stubGlobal("CSS", { escape: (id: string) => id });
  vi.stubGlobal("matchMedia", () => ({ matches: true, addEventListener: ignore, removeEventListener: ignore }));
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const ignore = () => undefined;

const workbook: Omit<WorkbookContext, "document" | "change"> = {
  workbookId: "w",
  name: "Sales",
  mode: "edit",
  stage: "draft",
  noBasic: null,
  noFull: null,
  may: () => true,
  scopes: {
    sources: new Map(),
    isReady: true,
    isDenied: () => false,
    problem: null,
    retry: ignore,
    checkScopeOf: () => null,
    elementOf: () => null,
  },
  results: createResultCache(),
  selection: null,
  select: ignore,
  locale: "en",
  currency: "USD",
  nonce: undefined,
};

/** The first page, whose elements stand one below the other: a text, the control "Region", and the chart "Sales by region". */
function Page({ start = sampleDocument("source") }: { readonly start?: WorkbookDocument }) {
  const [document, setDocument] = useState(start);
  const [page] = document.pages;
  if (page === undefined) throw new Error("The sample has pages.");
  return (
    <WorkbookProvider value={{ ...workbook, document, change: setDocument }}>
      <Canvas page={page} empty={<EmptyPage pageId={page.id} sources={[]} />} />
    </WorkbookProvider>
  );
}

const more = (title: string): HTMLElement => screen.getByRole("button", { name: `More for ${title}` });

/** By keyboard, as one does who may lose the place of it. */
async function choose(title: string, entry: string): Promise<void> {
  more(title).focus();
  fireEvent.keyDown(more(title), { key: "Enter" });
  fireEvent.click(await screen.findByRole("menuitem", { name: entry }));
}

const focused = (): string | null | undefined =>
  window.document.activeElement?.getAttribute("aria-label") ?? window.document.activeElement?.textContent;

describe("the keyboard after a rename", () => {
  test.each([
    ["Escape", "Region"],
    ["Enter", "Area"],
  ])("by %s is at the menu that it was begun from", async (key, title) => {
    render(<Page />);
    await choose("Region", "Rename");
    const field = await screen.findByRole("textbox", { name: "Name" });
    await waitFor(() => expect(window.document.activeElement).toBe(field));
    fireEvent.change(field, { target: { value: "Area" } });
    fireEvent.keyDown(field, { key });
    await waitFor(() => expect(focused()).toBe(`More for ${title}`));
  });

  test("stays where somebody pressed meanwhile", async () => {
    render(<Page />);
    await choose("Region", "Rename");
    const field = await screen.findByRole("textbox", { name: "Name" });
    await waitFor(() => expect(window.document.activeElement).toBe(field));
    more("Sales by region").focus();
    await waitFor(() => expect(screen.queryByRole("textbox", { name: "Name" })).toBeNull());
    await afterTimers();
    expect(focused()).toBe("More for Sales by region");
  });
});

test("a name is written until it is done, however late the menu gives the keyboard back", async () => {
  const start = setTimeout;
  vi.stubGlobal("setTimeout", (work: () => void, wait?: number) => start(work, wait === 0 ? 300 : wait));
  render(<Page />);
  await choose("Region", "Rename");
  await screen.findByRole("textbox", { name: "Name" });
  await new Promise((resolve) => start(resolve, 600));
  expect(focused()).toBe("Name");
});

describe("the keyboard after an element was deleted", () => {
  test("is at the next one, and it is told what went", async () => {
    render(<Page />);
    await choose("Region", "Delete");
    await waitFor(() => expect(focused()).toBe("More for Sales by region"));
    expect(screen.getByText(/^Deleted Region\./).closest("[role=status]")).not.toBeNull();
  });

  test("is at the one before where none is next", async () => {
    render(<Page />);
    await choose("Sales by region", "Delete");
    await waitFor(() => expect(focused()).toBe("More for Region"));
  });

  test("is at what adds one where none is left", async () => {
    render(<Page start={["words", "choice"].reduce(removeElement, sampleDocument("source"))} />);
    await choose("Sales by region", "Delete");
    await waitFor(() => expect(focused()).toBe("Add"));
    expect(screen.getByText(/^Deleted Sales by region\./).closest("[role=status]")).not.toBeNull();
  });
});

/** A menu gives the keyboard back in a timer of its own. */
const afterTimers = () => new Promise((resolve) => setTimeout(resolve, 20));
