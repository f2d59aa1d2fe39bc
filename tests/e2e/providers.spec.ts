import type { Page } from "@playwright/test";
import { startAzureServer } from "../wire/azure-server.ts";
import { startGeminiServer } from "../wire/gemini-server.ts";
import { startOpenAiCompatibleServer } from "../wire/openai-compatible-server.ts";
import { startOpenAiServer } from "../wire/openai-server.ts";
import type { Script, ScriptedFault } from "../wire/script.ts";
import type { WireServer, WireServerOptions } from "../wire/wire-server.ts";
import { AiSettingsPage } from "./pages/ai-settings-page.ts";
import { AskPage } from "./pages/ask-page.ts";
import { setUp } from "./support/api.ts";
import { dumpDatabase } from "./support/database.ts";
import { addSession, test as base, expect, expectAccessible } from "./support/fixtures.ts";
import { restoreAiSettings } from "./support/restore.ts";
import { obedient, salesBySegment } from "./support/scripted-answers.ts";
import { type RunningServer, removeServer, startServer } from "./support/server.ts";

/**
 * Each kind with a key, through the addresses that the documentation names and the form's own fields, and nothing else. Amazon
 * Bedrock has a file of its own.
 */

const key = "sk-canary-kinds-83fd";
const wrongKey = "sk-canary-wrong-2b70";

type Kind = {
  readonly label: string;
  readonly start: (options: WireServerOptions) => Promise<WireServer>;
  readonly models: readonly string[];
  /** Fills everything but the key. */
  readonly fill: (page: Page, server: WireServer) => Promise<void>;
  /** The field to change so that the key must be entered again; null: the address is the server's. */
  readonly destination: string | null;
  readonly streamPath: RegExp;
  readonly embedPath: RegExp;
};

const group = (page: Page, name: string) => page.getByRole("group", { name });

const kinds: readonly Kind[] = [
  {
    label: "OpenAI",
    start: startOpenAiServer,
    models: ["gpt-5.1", "text-embedding-3-small"],
    fill: async () => undefined,
    destination: null,
    streamPath: /^\/v1\/responses$/,
    embedPath: /^\/v1\/embeddings$/,
  },
  {
    label: "Azure OpenAI",
    start: startAzureServer,
    models: ["our-gpt", "our-embeddings"],
    fill: async (page, { url }) => {
      // A whole target URI, as the portal shows it.
      await group(page, "Language model").getByLabel("Endpoint URL").fill(`${url}/responses`);
      await group(page, "Language model").getByLabel("Deployment ID").fill("our-gpt");
      await group(page, "Embeddings model").getByLabel("Deployment ID").fill("our-embeddings");
      await page.getByRole("checkbox", { name: "Same endpoint and key for both" }).check();
    },
    destination: "Endpoint URL",
    streamPath: /^\/openai\/v1\/responses$/,
    embedPath: /^\/openai\/v1\/embeddings$/,
  },
  {
    label: "Gemini",
    start: startGeminiServer,
    models: ["gemini-2.5-pro", "gemini-embedding-001"],
    fill: async () => undefined,
    destination: null,
    streamPath: /^\/v1beta\/models\/gemini-2\.5-pro:streamGenerateContent/,
    embedPath: /:(embedContent|batchEmbedContents)$/,
  },
  {
    label: "OpenAI-compatible",
    start: startOpenAiCompatibleServer,
    models: ["qwen3:32b", "nomic-embed-text"],
    fill: async (page, { url }) => {
      await page.getByLabel("Base URL").fill(url);
      await page.getByLabel("Language model").fill("qwen3:32b");
      await page.getByLabel("Embeddings model").fill("nomic-embed-text");
    },
    destination: "Base URL",
    streamPath: /^\/v1\/chat\/completions$/,
    embedPath: /^\/v1\/embeddings$/,
  },
];

const providers = new Map<string, WireServer>();
let server: RunningServer;
let cookie = "";

const test = base.extend({
  context: async ({ browser }, use) => {
    const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
    await addSession(context, server.url, cookie);
    await use(context);
    await context.close();
  },
});

test.beforeAll(async () => {
  test.setTimeout(180_000);
  for (const { label, start, models } of kinds) providers.set(label, await start({ apiKey: key, models }));
  server = await startServer({
    environment: {
      ASKBOOK_OPENAI_BASE_URL: providers.get("OpenAI")?.url ?? "",
      ASKBOOK_GEMINI_BASE_URL: providers.get("Gemini")?.url ?? "",
      ASKBOOK_SAMPLE_ROWS: "2000",
      ASKBOOK_LOG_LEVEL: "debug",
    },
  });
  cookie = await setUp(server.url);
});

test.afterAll(async () => {
  await removeServer(server);
  await Promise.all([...providers.values()].map((provider) => provider.close()));
});

test.beforeEach(({ page }) => restoreAiSettings(page));

for (const kind of kinds)
  test(`${kind.label}: set up, tested, asked through tools, edited and removed`, async ({ context, page }) => {
    test.setTimeout(180_000);
    const provider = providers.get(kind.label);
    if (provider === undefined) throw new Error(kind.label);
    const bodies = collectBodies(page);
    const settings = new AiSettingsPage(page);
    provider.setScript(obedient);

    // A wrong key stores nothing; what was typed stays; the right one serves at once.
    await settings.chooseHosting("External models");
    await page.getByRole("combobox", { name: "AI provider" }).selectOption(kind.label);
    await kind.fill(page, provider);
    await settings.apiKey.fill(wrongKey);
    await settings.button("Save").click();
    await expect(page.getByText("The provider refused this key.")).toBeVisible();
    await expect(settings.apiKey).toBeFocused();
    if (kind.label === "Azure OpenAI") await expectAccessible(page);
    await settings.apiKey.fill(key);
    await settings.button("Save").click();
    await expect(page.getByText("Saved. AI features are available for your organization.")).toBeVisible();
    await expect(page.getByText("Healthy")).toBeVisible();

    // The test calls a tool, writes by a schema and embeds.
    const before = provider.requests.length;
    await settings.button("Test connection").click();
    await expect(page.getByText(`Connection verified: Askbook reached ${kind.label}.`)).toBeVisible();
    const tested = provider.requests.slice(before);
    expect(tested.filter(({ path }) => kind.embedPath.test(path))).not.toEqual([]);
    expect(tested.filter(({ body }) => body.includes('"report"') && body.includes("properties"))).not.toEqual([]);

    // An answer streams through tools.
    provider.setScript(answer);
    const ask = new AskPage(page);
    await ask.open();
    await ask.ask("sales by segment");
    await ask.waitUntilAnswered();
    await expect(ask.answer.getByText("leads with")).toBeVisible();
    await expect(ask.answer.getByRole("button", { name: /^\$.*proved$/ })).toBeVisible();
    expect(provider.requests.filter(({ path }) => kind.streamPath.test(path)).length).toBeGreaterThanOrEqual(3);
    provider.setScript(obedient);

    await settings.open();
    await editTwice(page, settings, kind, provider);
    if (kind.label === "OpenAI") await visitEverything(page);

    // Removing reaches an open tab, too.
    const openTab = await context.newPage();
    await openTab.goto("/data");
    const link = openTab.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Ask" });
    await expect(link).toBeVisible();
    await page.bringToFront();
    await settings.open();
    await settings.remove();
    await expect(page.getByText("The provider was removed.")).toBeVisible();
    await openTab.bringToFront();
    await expect(link).toBeHidden();
    await openTab.goto("/ask");
    await expect(openTab.getByRole("heading", { name: "AI features are off" })).toBeVisible();

    expect(bodies.length).toBeGreaterThan(20);
    expect(bodies.filter(({ text }) => text.includes(key) || text.includes(wrongKey)).map(({ url }) => url)).toEqual(
      [],
    );
    for (const secret of [key, wrongKey]) expect(server.output()).not.toContain(secret);
    expect(provider.violations).toEqual([]);
  });

test("a key that the provider echoes in every failure is nowhere: no answer, page, log or table has it", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const echo = {
    message: `Incorrect API key provided: ${key}\n    at ${key} (server.js:1:1)`,
    type: key,
    code: key,
    param: key,
  };
  const status = (code: number): ScriptedFault => ({
    kind: "status",
    status: code,
    body: { error: echo },
    headers: { "x-echo": key },
  });
  const provider = await startOpenAiCompatibleServer({
    apiKey: key,
    // The embedding of Save works; those of the index and of the tests do not.
    embeddingFaults: [null, ...Array.from({ length: 60 }, () => status(401))],
  });
  const bodies = collectBodies(page);
  const settings = new AiSettingsPage(page);
  const ask = new AskPage(page);
  await settings.chooseHosting("External models");
  await settings.fill({ baseUrl: provider.url, apiKey: wrongKey, chatModel: "m", embeddingModel: "e" });
  await settings.button("Save").click();
  await expect(page.getByText("The provider refused this key.")).toBeVisible();
  await settings.apiKey.fill(key);
  await settings.button("Save").click();
  await expect(page.getByText("Saved. AI features are available for your organization.")).toBeVisible();

  const faults: readonly ScriptedFault[] = [
    status(403),
    { kind: "redirect", location: `http://127.0.0.1:1/${key}` },
    { kind: "status", status: 404, body: `<html>${key}</html>` },
    { kind: "error-event", afterPieces: 2, body: { error: echo } },
  ];
  for (const fault of faults) {
    provider.setScript([{ text: "some words come first", fault }]);
    await settings.open();
    await settings.button("Test connection").click();
    await expect(page.getByText("Askbook could not use OpenAI-compatible.")).toBeVisible();
    await ask.open();
    await ask.ask("sales by segment");
    await ask.waitUntilAnswered();
    await expect(ask.answer.getByRole("alert")).toBeVisible();
  }
  await page.goto("/admin/audit");
  await expect(page.getByRole("listitem").filter({ hasText: "Failed" }).first()).toBeVisible();
  const html = await page.content();
  const tables = await dumpDatabase(server.dataFolder);
  await provider.close();

  expect(provider.requests.length).toBeGreaterThan(10);
  for (const table of ["run_event", "request_capture", "audit_entry", "model_call"])
    expect(tables).toContain(`${table} {`);
  const places = { html, log: server.output(), responses: JSON.stringify(bodies), tables };
  for (const [place, text] of Object.entries(places))
    for (const secret of [key, wrongKey]) expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
});

/** A blank key keeps the stored one; at another address it is asked for again. */
async function editTwice(page: Page, settings: AiSettingsPage, kind: Kind, provider: WireServer): Promise<void> {
  await settings.button("Edit").click();
  const edit = settings.dialog("Edit external AI Integration");
  await expect(settings.apiKey).toHaveValue("");
  const requests = provider.requests.length;
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toBeHidden();
  await expect(page.getByText("Healthy")).toBeVisible();
  expect(provider.requests.length).toBeGreaterThan(requests);
  if (kind.destination === null) return;
  await settings.button("Edit").click();
  const address = edit.getByLabel(kind.destination).first();
  await address.fill((await address.inputValue()).replace("127.0.0.1", "localhost"));
  const sent = provider.requests.length;
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit.getByText(`The ${kind.destination} changed`)).toBeVisible();
  await expect(settings.apiKey).toHaveValue("");
  expect(provider.requests.length).toBe(sent);
  await page.keyboard.press("Escape");
  await expect(edit).toBeHidden();
}

const pages = [
  "/",
  "/ask",
  "/workbooks",
  "/data",
  "/profile",
  "/admin/ai-settings",
  "/admin/members",
  "/admin/account-types",
  "/admin/custom-functions",
  "/admin/general",
  "/admin/usage?by=model",
  "/admin/audit",
  "/help/ai-disclaimer",
];
const files = [
  "/api/session",
  "/api/sources",
  "/api/threads",
  "/api/pulse",
  "/admin/audit/export",
  "/admin/audit/export?format=json",
  "/admin/usage/export",
];

/** What an admin can look at, what was sent among it. */
async function visitEverything(page: Page): Promise<void> {
  for (const path of pages) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.goto("/admin/usage");
  await page.getByRole("link", { name: "sales by segment" }).first().click();
  await expect(page.getByRole("heading", { name: "What was sent" })).toBeVisible();
  // Fetched by the page, so that its answers are seen with all others.
  const statuses = await page.evaluate(
    (paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status)),
    files,
  );
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
}

function collectBodies(page: Page): { readonly url: string; readonly text: string }[] {
  const bodies: { readonly url: string; readonly text: string }[] = [];
  page.on("response", (response) => {
    response.text().then(
      (text) => bodies.push({ url: response.url(), text: `${JSON.stringify(response.headers())} ${text}` }),
      // Redirects and downloads have none.
      () => undefined,
    );
  });
  return bodies;
}

const answer: Script = [
  { text: "Let me look.", toolCalls: [{ name: "find-sources", input: { query: "sales by segment" } }] },
  { toolCalls: [salesBySegment] },
  { text: "Consumer leads with {{r1:1.segment_sales}}." },
];
