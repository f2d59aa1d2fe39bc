// @vitest-environment jsdom
import { createServer, type Server, type ServerResponse } from "node:http";
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ExplainAccessProvider } from "#components/explain/explain-access";
import { ExplainDialog } from "#components/explain/explain-dialog";
import { ExplainMenu } from "#components/explain/explain-menu";
import { createChart } from "#lib/chart/chart";
import type { ExplainedChart } from "#lib/contract/explain-chart";
import type { RunChunk } from "#lib/contract/run-chunks";

const runId = "00000000-0000-4000-8000-000000000001";

const chart = createChart({
  view: { worksheetId: "w1", level: "g1", columns: ["key", "total"] },
  mark: "bar",
  x: "key",
  y: ["total"],
  color: null,
  size: null,
  trellis: null,
  stacking: "none",
  orientation: "vertical",
});
const about: ExplainedChart = { chart, title: "Sales by region", data: { resultId: runId } };

const told = (queryHash: string) => ({ queryHash, rowsRead: 4, rowCount: 4, writtenAt: null, notes: [] });

/** An explanation of rows with this hash, up to its text. */
function textAbout(queryHash: string, text = "East leads."): readonly RunChunk[] {
  return [
    { type: "start", messageId: runId, messageMetadata: { runId } },
    { type: "data-facts", id: "facts", data: { facts: [{ id: "f1", kind: "highest", text: "Highest Total: East." }] } },
    { type: "data-explanation", id: "explanation", data: told(queryHash) },
    ...(text === ""
      ? []
      : ([
          { type: "text-start", id: "prose" },
          { type: "text-delta", id: "prose", delta: text },
        ] as const)),
  ];
}

const whole = (queryHash: string): readonly RunChunk[] => [
  ...textAbout(queryHash),
  { type: "text-end", id: "prose" },
  { type: "finish", finishReason: "stop" },
];

const failing = (code: string, message: string, text = ""): readonly RunChunk[] => [
  ...textAbout("h1", text),
  { type: "data-notice", id: "ending", data: { code, message } },
  { type: "error", errorText: message },
];

let server: Server;
let paths: string[];
/** What a run says; one without an end stays open. */
let chunks: readonly RunChunk[];
let refusal: { readonly status: number; readonly code: string; readonly message: string } | null;

function tell(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const [index, chunk] of chunks.entries()) response.write(`id: ${index + 1}\ndata: ${JSON.stringify(chunk)}\n\n`);
  const last = chunks.at(-1)?.type;
  if (last === "finish" || last === "error") response.end("data: [DONE]\n\n");
}

beforeEach(async () => {
  paths = [];
  chunks = whole("h1");
  refusal = null;
  server = createServer(async (request, response) => {
    await request.toArray();
    paths.push(`${request.method} ${request.url?.split("?")[0]}`);
    if (request.url?.includes("/events")) return tell(response);
    if (refusal !== null)
      return response
        .writeHead(refusal.status)
        .end(JSON.stringify({ error: { code: refusal.code, message: refusal.message } }));
    if (request.url?.endsWith("/stop")) return response.writeHead(204).end();
    return response.writeHead(202).end(JSON.stringify({ runId, threadId: null }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const realFetch = globalThis.fetch;
  vi.stubGlobal("fetch", (path: string, init?: RequestInit) => realFetch(base + path, init));
  vi.stubGlobal("matchMedia", () => ({
    matches: true,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
});

const never = () => undefined;
/** By what stands on it, or by its label: roles are slow to compute here. */
const isButton = { selector: "button" };
const button = (name: string) =>
  waitFor(() => screen.queryByText(name, isButton) ?? screen.getByLabelText(name, isButton));
const hasButton = (name: string) =>
  screen.queryByText(name, isButton) !== null || screen.queryByLabelText(name, isButton) !== null;
const started = () => paths.filter((path) => path === "POST /api/runs").length;

describe("an explanation and its chart", () => {
  it("belong together while neither changes", async () => {
    render(<ExplainDialog about={about} queryHash="h1" onClose={never} />);
    await screen.findByText("East leads.");
    await button("Regenerate");
    expect(screen.queryByText(/has changed/)).toBeNull();
    expect(hasButton("Stop")).toBe(false);
  });

  it("part when the chart is drawn otherwise, until it is explained anew", async () => {
    const { rerender } = render(<ExplainDialog about={about} queryHash="h1" onClose={never} />);
    await button("Regenerate");
    rerender(<ExplainDialog about={{ ...about, chart: { ...chart, mark: "line" } }} queryHash="h1" onClose={never} />);
    await screen.findByText("The chart has changed. This text is about what it showed before.");
    fireEvent.click(await button("Explain it as it is now"));
    await waitFor(() => expect(started()).toBe(2));
    await button("Regenerate");
    expect(screen.queryByText(/has changed/)).toBeNull();
  });

  it("part when the chart shows other rows", async () => {
    const { rerender } = render(<ExplainDialog about={about} queryHash="h1" onClose={never} />);
    await button("Regenerate");
    rerender(<ExplainDialog about={about} queryHash="h2" onClose={never} />);
    await screen.findByText("The chart’s data has changed. This text is about the rows before.");
    chunks = whole("h2");
    fireEvent.click(await button("Explain it as it is now"));
    await waitFor(() => expect(screen.queryByText(/has changed/)).toBeNull());
    await button("Regenerate");
    expect(screen.queryByText(/has changed/)).toBeNull();
  });

  it("say so, and offer no vain attempt, when the text knows newer rows than the page", async () => {
    chunks = whole("h2");
    const { rerender } = render(<ExplainDialog about={about} queryHash={null} onClose={never} />);
    await button("Regenerate");
    expect(screen.queryByText(/has changed/)).toBeNull();
    rerender(<ExplainDialog about={about} queryHash="h1" onClose={never} />);
    await screen.findByText(/this text is about newer rows/);
    expect(hasButton("Explain it as it is now")).toBe(false);
  });
});

describe("stopping", () => {
  it("really stops, keeps what was written, and keeps the keyboard in the dialog", async () => {
    chunks = textAbout("h1");
    render(<ExplainDialog about={about} onClose={never} />);
    await screen.findByText("East leads.");
    const stop = await button("Stop");
    stop.focus();
    fireEvent.click(stop);
    await screen.findByText("Stopped. What was written until then stays.");
    expect(screen.getByText("East leads.")).toBeDefined();
    await waitFor(() => expect(paths).toContain(`POST /api/runs/${runId}/stop`));
    expect(screen.getByRole("dialog").contains(document.activeElement)).toBe(true);
    expect(document.activeElement).not.toBe(document.body);
    chunks = whole("h1");
    fireEvent.click(await button("Explain"));
    await button("Regenerate");
    expect(screen.queryByText(/^Stopped/)).toBeNull();
  });

  it("before anything was written says that, and leaves the facts", async () => {
    chunks = textAbout("h1", "");
    render(<ExplainDialog about={about} onClose={never} />);
    await screen.findByText("Highest Total: East.");
    fireEvent.click(await button("Stop"));
    await screen.findByText("Stopped before anything was written.");
    expect(hasButton("Copy text")).toBe(false);
  });

  it("is what closing does, too", async () => {
    chunks = textAbout("h1");
    const { unmount } = render(<ExplainDialog about={about} onClose={never} />);
    await screen.findByText("East leads.");
    act(() => unmount());
    await waitFor(() => expect(paths).toContain(`POST /api/runs/${runId}/stop`));
  });
});

describe("failing", () => {
  it("of the provider is said in its sentence, keeps the text, and can be tried again", async () => {
    chunks = failing("overloaded", "The AI provider is overloaded. Try again in a minute.", "East leads");
    render(<ExplainDialog about={about} onClose={never} />);
    expect((await screen.findByRole("alert")).textContent).toContain("The AI provider is overloaded.");
    expect(screen.getByText("East leads")).toBeDefined();
    chunks = whole("h1");
    fireEvent.click(await button("Try again"));
    await screen.findByText("East leads.");
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  });

  it.each([
    ["AI off", 409, "ai_not_configured", "AI features are off in your organization."],
    ["a permission that is missing", 403, "forbidden", "This needs the permission “Explain charts with AI”."],
  ])("for %s says what to do, and offers no vain attempt", async (_, status, code, message) => {
    refusal = { status, code, message };
    render(<ExplainDialog about={about} onClose={never} />);
    expect((await screen.findByRole("alert")).textContent).toBe(message);
    expect(hasButton("Try again")).toBe(false);
    expect(hasButton("Stop")).toBe(false);
  });

  it("in the midst, because AI was turned off, offers no vain attempt either", async () => {
    chunks = failing("ai_not_configured", "The AI provider was removed.");
    render(<ExplainDialog about={about} onClose={never} />);
    expect((await screen.findByRole("alert")).textContent).toBe("The AI provider was removed.");
    expect(hasButton("Try again")).toBe(false);
  });

  it("without a server says so", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
    render(<ExplainDialog about={about} onClose={never} />);
    expect((await screen.findByRole("alert")).textContent).toContain("The server cannot be reached.");
    await button("Try again");
  });
});

describe("the menu of a chart", () => {
  const draw = (canExplain: boolean) =>
    render(
      <ExplainAccessProvider canExplain={canExplain}>
        <ExplainMenu about={about} queryHash="h1" />
      </ExplainAccessProvider>,
    );

  it("is not there without the permission or a model", () => {
    draw(false);
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("leads to the explanation", async () => {
    draw(true);
    const more = await button("More about Sales by region");
    more.focus();
    fireEvent.keyDown(more, { key: "Enter" });
    fireEvent.click(await screen.findByRole("menuitem", { name: "Explain this chart" }));
    await screen.findByText("East leads.");
  });
});
