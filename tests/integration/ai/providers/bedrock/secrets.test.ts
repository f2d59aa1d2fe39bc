import { randomBytes, randomUUID } from "node:crypto";
import { Writable } from "node:stream";
import { generateText, streamText } from "ai";
import { pino } from "pino";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { db } from "#db/client";
import { run } from "#db/schema/run";
import { getAiSettings } from "#lib/ai/providers/ai-settings";
import { reportLostKeys } from "#lib/ai/providers/check-encryption";
import { getModels, isAiAvailable } from "#lib/ai/providers/registry";
import { removeProvider } from "#lib/ai/providers/remove-provider";
import { renewExternalId } from "#lib/ai/providers/role-trust";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { testProvider } from "#lib/ai/providers/test-provider";
import type { SaveProviderOutcome } from "#lib/contract/ai-settings";
import { env } from "#lib/env";
import type { Person } from "#lib/permissions";
import { createPerson, useDatabase } from "#tests/support/database";
import { dumpDatabase } from "#tests/support/database-dump";
import { type Aws, bedrockValues, startAws, stopAws } from "#tests/wire/aws";
import type { ScriptedFault } from "#tests/wire/script";

useDatabase();

const ownSecret = `own-canary-${randomBytes(12).toString("hex")}`;
let admin: Person;
let aws: Aws;
let printed = "";

beforeAll(() => {
  process.env["ASKBOOK_LOG_LEVEL"] = "debug";
  globalThis.askbookLog = pino(
    { level: "debug" },
    new Writable({
      write(chunk, _, done) {
        printed += String(chunk);
        done();
      },
    }),
  );
});

beforeEach(async () => {
  printed = "";
  for (const method of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      printed += values.map((value) => (value instanceof Error ? `${value.stack}` : JSON.stringify(value))).join(" ");
    });
  admin = await createPerson();
  aws = await startAws({ apiKey: ownSecret });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await stopAws(aws);
});

const save = (version: number | null) =>
  saveProvider(admin, { kind: "bedrock", values: bedrockValues(aws.account), version, removedSecrets: [] });
const test = () => testProvider(admin, "Be helpful.");
const versionNow = async () => (await getAiSettings(admin)).provider?.version ?? null;

function trust(outcome: SaveProviderOutcome): void {
  if (outcome.saved && outcome.externalId !== null) aws.account.role.externalId = outcome.externalId;
}

/** Everything of an error that could be shown or logged, causes included. */
function textOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? "";
  const own = JSON.stringify(error, Object.getOwnPropertyNames(error));
  return `${own} ${error.stack} ${depth < 5 ? textOf(error.cause, depth + 1) : ""}`;
}

async function ask(prompt: string): Promise<string> {
  const runId = randomUUID();
  const { organizationId, userId } = admin;
  await db().insert(run).values({ id: runId, organizationId, userId, kind: "ask", instanceId: "t", input: {} });
  const { chat } = await getModels(admin, { runId });
  let seen = "";
  const stream = streamText({
    model: chat,
    prompt,
    maxRetries: 0,
    onError: ({ error }) => {
      seen += textOf(error);
    },
  });
  for await (const part of stream.stream) if (part.type === "error") seen += textOf(part.error);
  return generateText({ model: chat, prompt: "x", maxRetries: 0 }).then(
    ({ text }) => seen + text,
    (error: unknown) => seen + textOf(error),
  );
}

/** What AWS could echo of the session that called it. */
function echoing(): readonly ScriptedFault[] {
  const { accessKeyId, secretAccessKey, sessionToken } = aws.account.sessions.at(-1) ?? aws.account.own;
  const message = `${accessKeyId} ${secretAccessKey} ${sessionToken} ${ownSecret} ${aws.account.role.externalId}`;
  const refusal = (status: number, type: string): ScriptedFault => ({
    kind: "status",
    status,
    body: { message, type: message, code: message },
    headers: { "x-amzn-errortype": `${type}:${secretAccessKey}`, "x-echo": ownSecret },
  });
  return [
    refusal(403, "AccessDeniedException"),
    refusal(403, "ExpiredTokenException"),
    refusal(400, "ValidationException"),
    refusal(404, "ResourceNotFoundException"),
    refusal(500, "Odd"),
    { kind: "status", status: 200, body: message },
    { kind: "redirect", location: `https://elsewhere.test/${secretAccessKey}` },
    { kind: "error-event", afterPieces: 1, body: { type: "validationException", message } },
    { kind: "error-event", afterPieces: 1, body: { type: "oddException", message } },
    { kind: "cut", afterPieces: 1 },
  ];
}

it("shows neither this server's keys nor the role's, and the external ID once, whatever fails", async () => {
  trust(await save(null));
  const former = aws.account.role.externalId ?? "";
  let shown = JSON.stringify(await test());
  await ask(`Is ${former} ours?`);
  for (const fault of echoing()) {
    aws.bedrock.setScript([{ fault, text: "some words" }]);
    shown += await ask("Who leads?");
    shown += JSON.stringify([await test(), await getAiSettings(admin), await save(await versionNow())]);
  }
  aws.bedrock.setScript([{ text: "fine" }]);
  for (const code of ["AccessDenied", "InvalidClientTokenId", "Strange"]) {
    aws.sts.faults.push({ status: 403, code });
    shown += JSON.stringify(await test());
  }
  const { externalId } = await renewExternalId(admin);
  aws.account.role.externalId = externalId;
  shown += JSON.stringify([await test(), await getAiSettings(admin)]);
  const dump = await dumpDatabase();
  await removeProvider(admin);
  const dumpAfter = await dumpDatabase();
  expect(aws.bedrock.requests.length).toBeGreaterThan(40);
  expect(dump).toContain("Is [key] ours?");
  const given = aws.account.sessions.flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken]);
  for (const secret of [ownSecret, former, externalId, ...given].filter((each) => each !== null))
    for (const place of [shown, printed, dump, dumpAfter]) expect(place.includes(secret)).toBe(false);
}, 120_000);

it("asks for trust anew when the encryption key is lost, and crashes nothing", async () => {
  trust(await save(null));
  const former = aws.account.role.externalId;
  expect(await test()).toMatchObject({ ok: true });
  const ring = env().ASKBOOK_ENCRYPTION_KEYS;
  Object.assign(env(), { ASKBOOK_ENCRYPTION_KEYS: randomBytes(32).toString("base64url") });
  try {
    expect(await reportLostKeys()).toContain(admin.organizationId);
    expect((await getAiSettings(admin)).provider?.state).toEqual({ name: "credentials-lost" });
    expect(await isAiAvailable(admin)).toBe(false);
    await expect(test()).rejects.toMatchObject({ code: "encryption_key_missing" });
    trust(await save(1));
    expect(aws.account.role.externalId).not.toBe(former);
    expect((await getAiSettings(admin)).provider?.state).toEqual({ name: "waiting-for-trust" });
    expect(await test()).toMatchObject({ ok: true });
    expect(await isAiAvailable(admin)).toBe(true);
  } finally {
    Object.assign(env(), { ASKBOOK_ENCRYPTION_KEYS: ring });
  }
});
