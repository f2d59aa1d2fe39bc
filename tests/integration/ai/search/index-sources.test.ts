import { beforeEach, expect, test } from "vitest";
import { getUploadConnectionId } from "#db/queries/connections";
import { findVectorHashes } from "#db/queries/source-embeddings";
import { findSearchableSources, updateAskSourcesMode } from "#db/queries/source-search";
import { createSource, removeSource } from "#db/queries/sources";
import { getModels } from "#lib/ai/providers/registry";
import { removeProvider } from "#lib/ai/providers/remove-provider";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { getAskSources, syncAskSources } from "#lib/ai/search/ask-sources";
import { indexSources } from "#lib/ai/search/index-sources";
import { createSourceSearch } from "#lib/ai/search/search-sources";
import { startJobWorker } from "#lib/data/jobs";
import type { Person, SystemActor } from "#lib/permissions";
import { createPerson, useDatabase } from "#tests/support/database";
import { startOpenAiCompatibleServer } from "#tests/wire/openai-compatible-server";
import type { WireServer } from "#tests/wire/wire-server";

useDatabase();

let admin: Person;
let system: SystemActor;
let server: WireServer;

beforeEach(async () => {
  admin = await createPerson();
  system = { kind: "system", organizationId: admin.organizationId, purpose: "test" };
  server = await startOpenAiCompatibleServer({ apiKey: "k" });
  return () => server.close();
});

async function configure(embeddingModel: string, version: number | null = null): Promise<void> {
  const saved = await saveProvider(admin, {
    kind: "openai-compatible",
    values: { baseUrl: server.url, apiKey: "k", chatModel: "chat-1", embeddingModel },
    removedSecrets: [],
    version,
  });
  expect(saved.saved).toBe(true);
}

async function addSource(name: string, neverSend = false): Promise<string> {
  const column = { id: "c", name: "Secret Column", type: "text", description: "", hidden: false, neverSend } as const;
  return createSource(
    admin,
    {
      connectionId: await getUploadConnectionId(admin),
      name,
      kind: "table",
      description: `All about ${name}`,
      aiContext: "",
      endorsement: "none",
      highlighted: false,
      rowCount: null,
      byteCount: null,
      columns: [column],
      metrics: [],
      relationships: [],
    },
    [{ granteeKind: "user", granteeId: admin.userId, access: "manage" }],
  );
}

const index = () => indexSources(system, new AbortController().signal);
const stateOf = async () => (await getAskSources(admin)).index;
const sentTo = (model: string) =>
  server.requests.map(({ body }) => body).filter((body) => body.includes(`"${model}"`) && body.includes("All about"));

test("one vector a source, made again when the source changes and only for that one", async () => {
  await configure("embed-1");
  await addSource("Flights");
  await addSource("Hotels", true);
  expect(await stateOf()).toEqual({ state: "running", done: 0, total: 2 });
  await index();
  expect(await stateOf()).toEqual({ state: "ready", total: 2 });
  expect(sentTo("embed-1")).toHaveLength(1);
  expect(sentTo("embed-1").join()).toContain("Flights");
  // A name that is never sent is not embedded either.
  expect(sentTo("embed-1").join().split("Secret Column")).toHaveLength(2);
  await index();
  expect(sentTo("embed-1")).toHaveLength(1);
  await addSource("Trains");
  expect(await stateOf()).toEqual({ state: "running", done: 2, total: 3 });
  await index();
  expect(sentTo("embed-1")).toHaveLength(2);
  expect(sentTo("embed-1")[1]).not.toContain("Flights");
});

test("another model's vectors stand beside the old ones until all are made, and a failure keeps list and vectors", async () => {
  await configure("embed-1");
  const [flights] = [await addSource("Flights"), await addSource("Hotels")];
  await index();
  const { embeddingIdentity: first } = await getModels(admin);
  await configure("embed-2", 1);
  const { embeddingIdentity: second } = await getModels(admin);
  server.setApiKey("another");
  await expect(index()).rejects.toMatchObject({ code: "invalid_credentials" });
  const { sources } = await getAskSources(admin);
  expect(sources.map(({ name }) => name)).toEqual(["Flights", "Hotels"]);
  expect((await findVectorHashes(admin, first ?? "")).size).toBe(2);
  server.setApiKey("k");
  await index();
  expect((await findVectorHashes(admin, second ?? "")).size).toBe(2);
  expect((await findVectorHashes(admin, first ?? "")).size).toBe(0);
  await removeSource(admin, flights);
  expect((await findVectorHashes(admin, second ?? "")).size).toBe(1);
});

test("the worker does it by itself after a save, a new source and a sync; a failure is told and tried again", async () => {
  const worker = await startJobWorker({ "index-source": (viewer, _, signal) => indexSources(viewer, signal) });
  try {
    const id = await addSource("Flights");
    await configure("embed-1");
    await expect.poll(stateOf, { timeout: 10_000 }).toEqual({ state: "ready", total: 1 });
    await addSource("Hotels");
    await expect.poll(stateOf, { timeout: 10_000 }).toEqual({ state: "ready", total: 2 });
    await server.close();
    await addSource("Trains");
    await expect.poll(async () => (await stateOf()).state, { timeout: 20_000 }).toBe("failed");
    const failed = await getAskSources(admin);
    expect(failed.index).toMatchObject({ done: 2, total: 3, message: expect.stringMatching(/\w+ .*\./) });
    await syncAskSources(admin, { highlight: [id], unhighlight: [] });
    const { sources } = await getAskSources(admin);
    expect(sources.find((source) => source.id === id)).toMatchObject({ highlighted: true, isPending: false });
  } finally {
    await worker.stop();
  }
});

test("only what Ask may use is sent; without a provider nothing is, and words are enough", async () => {
  await addSource("Flights");
  expect(await stateOf()).toEqual({ state: "lexical", reason: "built-in" });
  await index();
  await configure("embed-1");
  await updateAskSourcesMode(admin, "highlighted");
  await index();
  expect(sentTo("embed-1")).toEqual([]);
  expect(await stateOf()).toEqual({ state: "ready", total: 0 });
  await removeProvider(admin);
  expect(await stateOf()).toEqual({ state: "lexical", reason: "off" });
});

test("a search ranks by words and vectors, asks for what is missing, and goes on without the provider", async () => {
  await configure("embed-1");
  await addSource("Flights");
  await addSource("Hotels");
  await index();
  const search = createSourceSearch({
    viewer: admin,
    sources: await findSearchableSources(admin),
    models: await getModels(admin),
    signal: new AbortController().signal,
  });
  const embeddings = () => server.requests.filter(({ body }) => body.includes("which hotels")).length;
  expect((await search("which hotels are there", 1))[0]?.source.name).toBe("Hotels");
  expect(embeddings()).toBe(1);
  await server.close();
  expect((await search("which hotels are there", 1))[0]?.source.name).toBe("Hotels");
});
