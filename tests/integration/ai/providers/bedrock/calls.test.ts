import { embedMany, generateText, stepCountIs, streamText, tool } from "ai";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { getModels } from "#lib/ai/providers/registry";
import { useDatabase } from "#tests/support/database";
import type { ScriptedFault } from "#tests/wire/script";
import { admin, aws, configure, stateOf, stsActions } from "./bedrock-account.ts";

useDatabase();

describe("credentials", () => {
  const models = async () => getModels(admin);
  const assumed = () => stsActions().filter((action) => action === "AssumeRole").length;

  it("are taken once for calls at the same time, and kept", async () => {
    await configure();
    const { chat, embedding } = await models();
    const before = assumed();
    if (embedding === null) throw new Error("no embeddings");
    await Promise.all([
      ...Array.from({ length: 4 }, () => generateText({ model: chat, prompt: "x", maxRetries: 0 })),
      embedMany({ model: embedding, values: ["a", "b", "c", "d", "e", "f"], maxRetries: 0 }),
    ]);
    await generateText({ model: chat, prompt: "x", maxRetries: 0 });
    expect(assumed() - before).toBe(1);
  });

  it("are renewed five minutes before they expire", async () => {
    await configure();
    const { chat } = await models();
    const ask = () => generateText({ model: chat, prompt: "x", maxRetries: 0 });
    aws.account.sessionSeconds = 299;
    await ask();
    const short = assumed();
    aws.account.sessionSeconds = 1000;
    await ask();
    const long = assumed();
    await ask();
    expect(long).toBeGreaterThan(short);
    expect(assumed()).toBe(long);
  });

  it("that expire in mid-run are replaced without anybody noticing", async () => {
    await configure();
    const { chat } = await models();
    aws.bedrock.setScript([{ toolCalls: [{ name: "look", input: {} }] }, { text: "East leads." }]);
    const result = streamText({
      model: chat,
      prompt: "Who leads?",
      maxRetries: 0,
      stopWhen: stepCountIs(3),
      tools: {
        look: tool({
          description: "Looks.",
          inputSchema: z.object({}),
          execute: () => {
            aws.account.expireSessions();
            return { sales: 12 };
          },
        }),
      },
    });
    expect(await result.text).toBe("East leads.");
    expect(await stateOf()).toEqual({ name: "healthy" });
  });

  it("that AWS no longer knows are replaced, too", async () => {
    await configure();
    const { chat } = await models();
    await generateText({ model: chat, prompt: "x", maxRetries: 0 });
    aws.account.forgetSessions();
    expect((await generateText({ model: chat, prompt: "x", maxRetries: 0 })).text).toMatch(/Hello/);
  });

  it("that are refused again and again end in a sentence", async () => {
    await configure();
    const { chat } = await models();
    const headers = { "x-amzn-errortype": "ExpiredTokenException" };
    aws.bedrock.setScript([{ fault: { kind: "status", status: 403, body: { message: "expired" }, headers } }]);
    const before = aws.bedrock.requests.length;
    await expect(generateText({ model: chat, prompt: "x", maxRetries: 0 })).rejects.toMatchObject({
      code: "invalid_credentials",
    });
    expect(aws.bedrock.requests.length - before).toBe(2);
  });

  it("that AWS gives no longer are reported as what they are, and remembered", async () => {
    await configure();
    aws.account.role.externalId = null;
    const { chat } = await models();
    await expect(generateText({ model: chat, prompt: "x", maxRetries: 0 })).rejects.toMatchObject({
      code: "trust_not_configured",
      message: expect.stringMatching(/four causes/),
    });
    expect(await stateOf()).toMatchObject({ name: "failing", code: "trust_not_configured" });
    expect(aws.sts.requests.filter(({ body }) => body.includes("ExternalId=")).length).toBeGreaterThan(0);
  });

  it("are asked for again when STS was busy", async () => {
    await configure();
    aws.sts.faults.push({ status: 503, code: "ServiceUnavailable" });
    const { chat } = await models();
    expect((await generateText({ model: chat, prompt: "x", maxRetries: 0 })).text).toMatch(/Hello/);
  });
});

describe("failures of a call", () => {
  type Collected = { readonly text: string; readonly errors: readonly unknown[] };

  async function collect(): Promise<Collected> {
    const { chat } = await getModels(admin);
    const errors: unknown[] = [];
    const result = streamText({
      model: chat,
      prompt: "Hello?",
      maxRetries: 0,
      onError: ({ error }) => {
        errors.push(error);
      },
    });
    let text = "";
    for await (const part of result.stream) if (part.type === "text-delta") text += part.text;
    return { text, errors };
  }

  const refusal = (status: number, type: string, message = "x"): ScriptedFault => ({
    kind: "status",
    status,
    body: { message },
    headers: { "x-amzn-errortype": `${type}:http://internal.amazon.com/` },
  });

  it.each<[ScriptedFault, string]>([
    [refusal(403, "AccessDeniedException"), "permission_denied"],
    [refusal(404, "ResourceNotFoundException"), "model_not_found"],
    [refusal(400, "ValidationException", "The provided model identifier is invalid."), "model_not_found"],
    [
      refusal(
        400,
        "ValidationException",
        "Invocation of model ID X with on-demand throughput isn't supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
      ),
      "model_not_found",
    ],
    [refusal(400, "ValidationException", "Input is too long for requested model."), "context_too_long"],
    [
      refusal(
        400,
        "ValidationException",
        "The model returned the following errors: prompt is too long: 210000 tokens > 200000 maximum",
      ),
      "context_too_long",
    ],
    [refusal(400, "ValidationException", "Operation not allowed"), "permission_denied"],
    [
      refusal(400, "ValidationException", "The maximum tokens you requested exceeds the model limit"),
      "unsupported_parameter",
    ],
    [refusal(400, "ServiceQuotaExceededException"), "quota_exhausted"],
  ])("before the stream: %j is %s, asked once", async (fault, code) => {
    await configure();
    aws.bedrock.setScript([{ fault }, { text: "never" }]);
    const before = aws.bedrock.requests.length;
    expect((await collect()).errors).toEqual([expect.objectContaining({ name: "AskbookError", code })]);
    expect(aws.bedrock.requests.length - before).toBe(1);
  });

  it.each<[string, ScriptedFault]>([
    ["throttling", refusal(429, "ThrottlingException", "Too many tokens, please wait before trying again.")],
    ["a model that is not ready", refusal(429, "ModelNotReadyException")],
    ["a model's timeout", refusal(408, "ModelTimeoutException")],
    ["an unavailable service", refusal(503, "ServiceUnavailableException")],
    ["a failing model", refusal(424, "ModelErrorException")],
    [
      "an exception as the first event",
      { kind: "error-event", afterPieces: 0, body: { type: "internalServerException", message: "x" } },
    ],
    [
      "an exception that the SDK does not know",
      { kind: "error-event", afterPieces: 0, body: { type: "modelTimeoutException", message: "x" } },
    ],
    ["a cut before the first content", { kind: "cut", afterPieces: 0 }],
  ])("is retried before the first content: %s", async (_, fault) => {
    await configure();
    aws.bedrock.setScript([{ fault, text: "never" }, { text: "Second try." }]);
    expect(await collect()).toEqual({ text: "Second try.", errors: [] });
  });

  it.each<[string, string]>([
    ["throttlingException", "provider_rate_limited"],
    ["modelStreamErrorException", "provider_error"],
    ["serviceUnavailableException", "overloaded"],
    ["internalServerException", "provider_error"],
    ["validationException", "unsupported_parameter"],
    ["modelTimeoutException", "provider_error"],
  ])("after the first token keeps what came: %s is %s", async (type, code) => {
    await configure();
    const fault = { kind: "error-event", afterPieces: 2, body: { type, message: "secret words" } } as const;
    aws.bedrock.setScript([{ fault, text: "Sales went up in the east." }]);
    const { text, errors } = await collect();
    expect(text).toBe("Sales went ");
    expect(errors).toEqual([expect.objectContaining({ name: "AskbookError", code })]);
    expect(JSON.stringify(errors)).not.toContain("secret words");
  });

  it("a cut after the first token keeps what came", async () => {
    await configure();
    aws.bedrock.setScript([{ fault: { kind: "cut", afterPieces: 2 }, text: "Sales went up in the east." }]);
    const { text, errors } = await collect();
    expect(text).toBe("Sales went ");
    expect(errors).toEqual([expect.objectContaining({ code: "provider_error" })]);
  });
});
