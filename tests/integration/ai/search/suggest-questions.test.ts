import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { updateHosting } from "#db/queries/provider-configuration";
import { findSources } from "#db/queries/sources";
import { suggestQuestions } from "#lib/ai/search/suggest-questions";
import { startRun } from "#lib/ai/start-run";
import type { RunDetail } from "#lib/contract/runs";
import type { Suggestion } from "#lib/contract/suggestions";
import { stopEngines } from "#lib/data/duckdb/engines";
import { profileSource } from "#lib/data/profile";
import { createSample } from "#lib/data/sample";
import { createUploadedSource } from "#lib/data/upload/create-uploaded-source";
import { receiveUpload } from "#lib/data/upload/receive";
import type { Person } from "#lib/permissions";
import { getRunDetail } from "#lib/runs/run-detail";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";

useDatabase();

const signal = new AbortController().signal;
let viewer: Person;
let colleague: Person;
let stranger: Person;
let ordersId = "";
let carsId = "";

beforeAll(async () => {
  const organization = await createOrganization();
  viewer = await createPerson({ organization });
  colleague = await createPerson({ organization, permissions: ["useAsk"] });
  stranger = await createPerson();
  ordersId = (await createSample(viewer, { rows: 20_000 })).modelId;
  carsId = await uploadCars(viewer);
  for (const { id } of await findSources(viewer)) await profileSource(viewer, id, signal);
  await profileSource(stranger, await uploadCars(stranger), signal);
}, 120_000);

afterAll(() => stopEngines());

async function uploadCars(owner: Person): Promise<string> {
  const lines = Array.from({ length: 120 }, (_, index) => {
    const origin = ["USA", "Europe", "Japan"][index % 3];
    return `car ${index % 40},${10 + (index % 30)},${60 + ((index * 7) % 150)},${origin},20${10 + (index % 12)}-0${1 + (index % 9)}-11`;
  });
  const body = ["Model,MPG,Horsepower,Origin,Built On", ...lines, ""].join("\n");
  const request = new Request("http://askbook.test/api/uploads", { method: "POST", body });
  const { uploadId } = await receiveUpload(owner, request, "motor-cars.csv");
  const choice = { name: "Motor Cars", shareWithEveryone: false };
  return (await createUploadedSource(owner, uploadId, choice, signal)).sourceId;
}

/** As a person would ask it: by the built-in model, from every source unless one was chosen. */
async function ask(person: Person, question: string, sourceIds?: string[]): Promise<RunDetail> {
  const { runId } = await startRun(person, {
    kind: "ask",
    question,
    ...(sourceIds === undefined ? {} : { sourceIds }),
  });
  for (;;) {
    const detail = await getRunDetail(person, runId);
    if (detail.status !== "running") return detail;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function expectAnswered(person: Person, suggestions: readonly Suggestion[], sourceIds?: string[]): Promise<void> {
  for (const { question } of suggestions) {
    const { status, declined, results } = await ask(person, question, sourceIds);
    const told = { question, status, declined, rows: (results[0]?.rowCount ?? 0) > 1 };
    expect(told).toEqual({ question, status: "done", declined: null, rows: true });
  }
}

const questionsOf = (suggestions: readonly Suggestion[]): string[] => suggestions.map(({ question }) => question);

describe("suggested questions", () => {
  it("are six of the highlighted model, and Ask answers every one", async () => {
    const suggestions = await suggestQuestions(viewer);
    expect(suggestions.map(({ sourceId }) => sourceId)).toEqual(Array(6).fill(ordersId));
    expect(new Set(questionsOf(suggestions)).size).toBe(6);
    await expectAnswered(viewer, suggestions);
  });
  it("are made of an uploaded file, and Ask answers every one", async () => {
    const suggestions = await suggestQuestions(viewer, carsId);
    expect(suggestions.length).toBeGreaterThanOrEqual(4);
    await expectAnswered(viewer, suggestions, [carsId]);
  });
  it("name no column that may not be sent", async () => {
    const customers = (await findSources(viewer)).find(({ name }) => name === "Customers");
    const questions = questionsOf(await suggestQuestions(viewer, customers?.id));
    expect(questions.length).toBeGreaterThan(0);
    expect(questions.join()).not.toMatch(/mail/i);
  });
  it("come from memory the second time, for everybody who may use the same", async () => {
    const first = await suggestQuestions(colleague);
    const organization = { id: viewer.organizationId, name: "" };
    const other = await createPerson({ organization, permissions: ["useAsk"] });
    expect(await suggestQuestions(other)).toBe(first);
  });
  it("never come from sources that the viewer may not use", async () => {
    expect(await suggestQuestions(colleague, carsId)).toEqual([]);
    expect(await suggestQuestions(stranger, ordersId)).toEqual([]);
    const own = await suggestQuestions(stranger);
    expect(own.length).toBeGreaterThan(0);
    const [source] = await findSources(stranger);
    expect(new Set(own.map(({ sourceId }) => sourceId))).toEqual(new Set([source?.id]));
  });
  it("are none without the permission, and none when AI is off", async () => {
    const organization = { id: viewer.organizationId, name: "" };
    const reader = await createPerson({ organization, permissions: ["viewWorkbooks"] });
    expect(await suggestQuestions(reader)).toEqual([]);
    await updateHosting(viewer, "off");
    expect(await suggestQuestions(viewer)).toEqual([]);
    await updateHosting(viewer, "built-in");
    expect((await suggestQuestions(viewer)).length).toBe(6);
  });
});
