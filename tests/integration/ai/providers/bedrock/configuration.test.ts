import { generateText } from "ai";
import { describe, expect, it } from "vitest";
import { findAuditEntries } from "#db/queries/audit";
import { getAiState } from "#db/queries/provider-configuration";
import { getAiSettings } from "#lib/ai/providers/ai-settings";
import { getModels, isAiAvailable, requireAi } from "#lib/ai/providers/registry";
import { removeProvider } from "#lib/ai/providers/remove-provider";
import { findAwsIdentity, renewExternalId } from "#lib/ai/providers/role-trust";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { createPerson, useDatabase } from "#tests/support/database";
import { type Aws, bedrockValues, setIdentity } from "#tests/wire/aws";
import {
  admin,
  aws,
  configurationOf,
  configure,
  externalIdOf,
  externalIdPattern,
  restartAws,
  save,
  stateOf,
  test,
  verified,
} from "./bedrock-account.ts";

useDatabase();

describe("saving", () => {
  it("calls nobody, gives the external ID once, and waits for trust: AI is not available meanwhile", async () => {
    const outcome = await save();
    expect(outcome).toMatchObject({ saved: true, externalId: expect.stringMatching(externalIdPattern) });
    expect([...aws.sts.requests, ...aws.bedrock.requests]).toEqual([]);
    expect(await stateOf()).toEqual({ name: "waiting-for-trust" });
    expect(await isAiAvailable(admin)).toBe(false);
    const sentence = { code: "ai_not_configured", message: expect.stringMatching(/waits for its trust relationship/) };
    await expect(requireAi(admin)).rejects.toMatchObject(sentence);
    await expect(getModels(admin)).rejects.toMatchObject(sentence);
    const state = await getAiState(admin);
    expect(state.sealedExternalId).toMatch(/^v1:/);
    expect(JSON.stringify([state, await getAiSettings(admin)])).not.toContain(externalIdOf(outcome));
  });

  it("keeps one external ID per organization: across edits, another role, and removal", async () => {
    const externalId = externalIdOf(await save());
    expect(await save({ region: "us-east-1" }, 1)).toMatchObject({ saved: true, externalId: null });
    const another = { roleArn: "arn:aws:iam::444455556666:role/another" };
    expect(externalIdOf(await save(another, 2))).toBe(externalId);
    await removeProvider(admin);
    expect(externalIdOf(await save())).toBe(externalId);
    const other = await createPerson();
    const { roleArn = "", region = "" } = bedrockValues(aws.account);
    const foreign = await saveProvider(other, {
      kind: "bedrock",
      values: { roleArn, region },
      version: null,
      removedSecrets: [],
    });
    expect(externalIdOf(foreign)).toMatch(externalIdPattern);
    expect(externalIdOf(foreign)).not.toBe(externalId);
  });

  it("takes no external ID from the form", async () => {
    const mine = `askbook-${"0".repeat(32)}`;
    const outcome = await save({ externalId: mine, "aws-external-id": mine });
    expect(externalIdOf(outcome)).not.toBe(mine);
    expect(JSON.stringify(await configurationOf())).not.toContain(mine);
  });

  it.each([
    ["roleArn", "", /Enter the AWS IAM role ARN/],
    ["roleArn", "arn:aws:iam::444455556666:user/ada", /not the ARN of an IAM role/],
    ["roleArn", "arn:aws:iam::44445555:role/x", /not the ARN of an IAM role/],
    ["roleArn", "arn:aws-us-gov:iam::444455556666:role/x", /different parts of AWS/],
    ["region", "", /Choose one of the regions/],
    ["region", "eu-central-1.evil.test", /Choose one of the regions/],
    ["region", "eu-central-1/..", /Choose one of the regions/],
    ["chatModel", "claude sonnet", /not the ID of a model/],
    ["embeddingModel", "x?y", /not the ID of a model/],
  ])("refuses %s = %j at its field", async (field, value, message) => {
    const outcome = await save({ [field]: value }).then(
      (done) => (done.saved ? [] : done.failures),
      (error: unknown) => [error],
    );
    expect(outcome).toEqual([expect.objectContaining({ field, message: expect.stringMatching(message) })]);
    expect(await configurationOf()).toBeNull();
  });

  it.each([
    ["sa-east-1", "geography"],
    ["us-gov-west-1", "global"],
  ])("refuses inference that the region has not: %s, %s", async (region, inference) => {
    const roleArn = region.startsWith("us-gov") ? "arn:aws-us-gov:iam::444455556666:role/x" : aws.account.role.arn;
    await expect(save({ region, inference, roleArn })).rejects.toMatchObject({ field: "inference" });
  });

  it("shows the models and addresses of the region", async () => {
    const { env } = await import("#lib/env");
    Object.assign(env(), { ASKBOOK_AWS_BEDROCK_URL: undefined });
    await save({ region: "eu-west-1", chatModel: "", embeddingModel: "" });
    const base = "https://bedrock-runtime.eu-west-1.amazonaws.com/model";
    expect((await getAiSettings(admin)).provider?.models).toEqual([
      {
        role: "Language model",
        name: "eu.anthropic.claude-sonnet-5-5",
        url: `${base}/eu.anthropic.claude-sonnet-5-5/converse-stream`,
      },
      {
        role: "Embeddings model",
        name: "amazon.titan-embed-text-v2:0",
        url: `${base}/amazon.titan-embed-text-v2%3A0/invoke`,
      },
    ]);
  });
});

describe("the test", () => {
  it("takes the role, is refused with another external ID and with none, and calls both models and their abilities", async () => {
    const externalId = externalIdOf(await save());
    aws.account.role.externalId = externalId;
    const outcome = await test();
    expect(outcome).toMatchObject({ ok: true, message: verified });
    expect(outcome.steps.map(({ name, model, ok }) => [name, model, ok])).toEqual([
      ["IAM role", "askbook-bedrock", true],
      ["External ID", "required", true],
      ["Language model", "chat-1", true],
      ["Embeddings model", "embed-1", true],
      ["Tool calls", "chat-1", true],
      ["Structured output", "chat-1", true],
    ]);
    expect(await stateOf()).toEqual({ name: "healthy" });
    expect(await isAiAvailable(admin)).toBe(true);
    const asked = aws.sts.requests.map(({ body }) => new URLSearchParams(body));
    expect(asked.map((parameters) => parameters.get("DurationSeconds"))).toEqual(asked.map(() => "3600"));
    const ids = asked.map((parameters) => parameters.get("ExternalId"));
    expect(ids.filter((id) => id === externalId)).toHaveLength(2);
    expect(ids.filter((id) => id === null)).toHaveLength(1);
    const [wrong] = ids.filter((id) => id !== null && id !== externalId);
    expect(wrong).toMatch(externalIdPattern);
    expect([...aws.bedrock.violations, ...aws.sts.violations]).toEqual([]);
    expect(aws.bedrock.requests[0]?.headers["authorization"]).toContain("/eu-central-1/bedrock/aws4_request");
  });

  it("passes with the default models, which may not be forced to call a tool", async () => {
    await restartAws({ models: ["eu.anthropic.claude-sonnet-5-5", "amazon.titan-embed-text-v2:0"] });
    await configure({ chatModel: "", embeddingModel: "" });
    expect(aws.bedrock.violations).toEqual([]);
  });

  it.each<[string, (account: Aws["account"]) => void]>([
    ["no such role", ({ role }) => Object.assign(role, { arn: "arn:aws:iam::444455556666:role/gone" })],
    [
      "a trust policy that names somebody else",
      ({ role }) => Object.assign(role, { principal: "arn:aws:iam::1:user/x" }),
    ],
    ["another external ID in it", ({ role }) => Object.assign(role, { externalId: "askbook-else" })],
    ["a server without the permission", ({ own }) => Object.assign(own, { isAllowed: false })],
  ])("names all four causes when AWS denies access: %s", async (_, spoil) => {
    aws.account.role.externalId = externalIdOf(await save());
    spoil(aws.account);
    const outcome = await test();
    expect(outcome).toMatchObject({ ok: false, message: "Askbook could not use Amazon Bedrock." });
    expect(outcome.steps).toHaveLength(1);
    for (const cause of ["no such role", "does not name", "another external ID", "no permission for sts:AssumeRole"])
      expect(outcome.steps[0]?.message).toContain(cause);
    expect(aws.bedrock.requests).toEqual([]);
    expect(await stateOf()).toEqual({ name: "waiting-for-trust" });
  });

  it.each([
    ["ignored", "another one"],
    ["required-if-given", "none"],
  ] as const)("refuses a role that does not require the external ID: %s", async (enforcement, taken) => {
    aws.account.role.externalId = externalIdOf(await save());
    aws.account.role.enforcement = enforcement;
    const outcome = await test();
    expect(outcome.steps.filter(({ ok }) => !ok)).toEqual([
      expect.objectContaining({
        name: "External ID",
        message: expect.stringMatching(new RegExp(`does not require the external ID.*${taken}`)),
        nextStep: expect.stringMatching(/StringEquals/),
      }),
    ]);
    expect(aws.bedrock.requests).toEqual([]);
    expect(await isAiAvailable(admin)).toBe(false);
  });

  it("takes a role out of use whose trust policy was loosened after it had been verified", async () => {
    await configure();
    aws.account.role.enforcement = "ignored";
    expect(await test()).toMatchObject({ ok: false });
    expect(await stateOf()).toEqual({ name: "waiting-for-trust" });
    expect(await isAiAvailable(admin)).toBe(false);
  });

  it.each<[string, number, string, string, RegExp]>([
    ["role", 403, "AccessDeniedException", "Language model", /may not use this model/],
    ["model access", 404, "ResourceNotFoundException", "Language model", /does not offer this model/],
    ["quota", 400, "ServiceQuotaExceededException", "Language model", /quota of this account/],
  ])("says what Bedrock refuses: %s", async (_, status, type, name, message) => {
    aws.account.role.externalId = externalIdOf(await save());
    const headers = { "x-amzn-errortype": `${type}:http://internal` };
    aws.bedrock.setScript([{ fault: { kind: "status", status, body: { message: "You shall not pass" }, headers } }]);
    const outcome = await test();
    expect(outcome.steps.filter(({ ok }) => !ok)).toEqual([
      expect.objectContaining({ name, message: expect.stringMatching(message) }),
    ]);
    expect(JSON.stringify(outcome)).not.toContain("shall not pass");
    expect(await isAiAvailable(admin)).toBe(false);
  });

  it("needs an identity of this server, and says how to give one", async () => {
    await save();
    setIdentity(null);
    expect((await test()).steps[0]?.message).toMatch(/no identity in AWS yet.*AWS_ACCESS_KEY_ID/);
    expect(await findAwsIdentity(admin, "eu-central-1")).toEqual({
      arn: null,
      problem: expect.stringMatching(/no identity in AWS yet/),
    });
    setIdentity({ ...aws.account.own, secretAccessKey: "of another time" });
    expect((await test()).steps[0]?.message).toMatch(/does not accept this server's own identity/);
  });

  it.each([
    [{ status: 400, code: "Throttling" }, /asks to wait/],
    [{ status: 503, code: "ServiceUnavailable" }, /overloaded/],
    [{ status: 500, code: "Strange" }, /refused to give Askbook the role \(Strange\)/],
    [{ status: 403, code: "RegionDisabledException" }, /not active in this region/],
  ])("reports what else STS answers: %j", async (fault, message) => {
    await save();
    aws.sts.faults.push(fault);
    expect((await test()).steps[0]?.message).toMatch(message);
  });

  it("says when AWS cannot be reached", async () => {
    await save();
    await aws.sts.close();
    expect((await test()).steps[0]).toMatchObject({
      message: expect.stringMatching(/Nothing answers/),
      nextStep: expect.stringMatching(/ASKBOOK_AWS_STS_URL/),
    });
  });

  it("does not follow AWS to an address that is never called", async () => {
    const { env } = await import("#lib/env");
    await save();
    Object.assign(env(), { ASKBOOK_AWS_STS_URL: "http://169.254.169.254" });
    expect((await test()).steps[0]?.message).toMatch(/not an address that models are served from/);
  });
});

describe("this server's identity", () => {
  it("is the user's ARN", async () => {
    expect(await findAwsIdentity(admin, "eu-central-1")).toEqual({ arn: aws.account.own.arn, note: null });
    expect(aws.sts.requests[0]?.headers["authorization"]).toContain("/eu-central-1/sts/aws4_request");
  });

  it("is the role's ARN when it has a role", async () => {
    aws.account.own.arn = "arn:aws:sts::111122223333:assumed-role/askbook-task/i-0abc";
    expect(await findAwsIdentity(admin, "eu-central-1")).toEqual({
      arn: "arn:aws:iam::111122223333:role/askbook-task",
      note: expect.stringMatching(/path/),
    });
  });

  it("is told to admins, of known regions", async () => {
    const colleague = await createPerson({
      organization: { id: admin.organizationId, name: "Acme" },
      permissions: ["build"],
    });
    await expect(findAwsIdentity(colleague, "eu-central-1")).rejects.toMatchObject({ code: "forbidden" });
    await expect(renewExternalId(colleague)).rejects.toMatchObject({ code: "forbidden" });
    await expect(findAwsIdentity(admin, "evil.test#")).rejects.toThrow();
    expect(aws.sts.requests).toEqual([]);
  });
});

describe("editing", () => {
  it("of a verified role is verified before it is stored", async () => {
    await configure();
    expect(await save({ chatModel: "chat-2" }, 1)).toMatchObject({
      saved: false,
      failures: [{ field: "chatModel", message: expect.stringMatching(/does not offer this model/) }],
    });
    expect(await configurationOf()).toMatchObject({ version: 1, settings: { chatModel: "chat-1" } });
    expect(await save({ inference: "global" }, 1)).toMatchObject({ saved: true, externalId: null });
    expect(await stateOf()).toEqual({ name: "healthy" });
  });

  it("to another role waits for that role's trust", async () => {
    const externalId = await configure();
    const outcome = await save({ roleArn: "arn:aws:iam::444455556666:role/another" }, 1);
    expect(externalIdOf(outcome)).toBe(externalId);
    expect(await stateOf()).toEqual({ name: "waiting-for-trust" });
    expect(await isAiAvailable(admin)).toBe(false);
  });

  it("drops the credentials of the former version", async () => {
    await configure();
    const ask = async () => generateText({ model: (await getModels(admin)).chat, prompt: "x", maxRetries: 0 });
    await ask();
    const before = aws.account.sessions.length;
    await save({ region: "eu-west-1" }, 1);
    await ask();
    expect(aws.account.sessions.length).toBe(before + 2);
    expect(aws.bedrock.requests.at(-1)?.headers["authorization"]).toContain("/eu-west-1/bedrock/");
  });

  it("makes a new external ID on request: the former no longer counts", async () => {
    const former = await configure();
    const { externalId } = await renewExternalId(admin);
    expect(externalId).toMatch(externalIdPattern);
    expect(externalId).not.toBe(former);
    expect(await stateOf()).toEqual({ name: "waiting-for-trust" });
    expect(await test()).toMatchObject({ ok: false });
    aws.account.role.externalId = externalId;
    expect(await test()).toMatchObject({ ok: true, message: verified });
    const [entry] = (await findAuditEntries(admin, { limit: 10 })).filter(
      ({ action }) => action === "provider.external-id",
    );
    expect(entry).toMatchObject({ outcome: "done" });
    expect(JSON.stringify(entry)).not.toContain(externalId);
    await removeProvider(admin);
    await expect(renewExternalId(admin)).rejects.toMatchObject({ code: "conflict" });
  });
});
