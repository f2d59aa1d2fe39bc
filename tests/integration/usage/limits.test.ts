import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { endRun } from "#db/queries/run-progress";
import { createRun, type NewRun } from "#db/queries/runs";
import { createModelCall } from "#db/queries/usage";
import { findUsage, getUsageTotals } from "#db/queries/usage-report";
import { admitCall, getTokensToday, settleTokens } from "#lib/usage/limits";
import { createPerson, useDatabase } from "#tests/support/database";

useDatabase();

const attempts = 12;
const times = <Result>(work: (index: number) => Promise<Result>) =>
  Promise.allSettled(Array.from({ length: attempts }, (_, index) => work(index)));
const passed = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
  outcomes.filter(({ status }) => status === "fulfilled").length;

test("of many calls at one moment only one gets the last tokens of the organization", async () => {
  const organization = { id: (await createPerson()).organizationId, name: "" };
  const people = await Promise.all(Array.from({ length: attempts }, () => createPerson({ organization })));
  const outcomes = await times((index) =>
    admitCall(people[index] ?? people[0] ?? never(), { tokensPerDay: 1000 }, 1000),
  );
  expect(passed(outcomes)).toBe(1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected")
      expect(outcome.reason).toMatchObject({ code: "rate_limited", message: expect.stringMatching(/used up/) });
});

test("a person's limit holds for the person, and leaves nothing counted of what it refused", async () => {
  const ada = await createPerson();
  const bob = await createPerson({ organization: { id: ada.organizationId, name: "" } });
  const limits = { tokensPerDay: 100_000, tokensPerDayPerPerson: 500 };
  expect(passed(await times(() => admitCall(ada, limits, 500)))).toBe(1);
  expect(await getTokensToday(ada)).toBe(500);
  await admitCall(bob, limits, 500);
  expect(await getTokensToday(ada)).toBe(1000);
});

test("what was set aside gives way to what was taken", async () => {
  const ada = await createPerson();
  const limits = { tokensPerDayPerPerson: 1000 };
  const admission = await admitCall(ada, limits, 1000);
  await expect(admitCall(ada, limits, 1)).rejects.toMatchObject({ code: "rate_limited" });
  await settleTokens(ada, admission, 40);
  expect(await getTokensToday(ada)).toBe(40);
  await admitCall(ada, limits, 1);
});

test("as many requests a minute as are allowed, and a refused one takes no tokens", async () => {
  const ada = await createPerson();
  const outcomes = await times(() => admitCall(ada, { requestsPerMinute: 5 }, 10));
  // The minute may turn while they are made.
  expect([5, 10]).toContain(passed(outcomes));
  expect(await getTokensToday(ada)).toBe(10 * passed(outcomes));
});

test("of many runs at one moment only as many start as a person may have; ended and dead ones do not count", async () => {
  const ada = await createPerson();
  const request: NewRun = { kind: "ask", instanceId: "t", input: { question: "?" }, title: "?", mostAtOnce: 2 };
  const outcomes = await times(() => createRun(ada, request, () => []));
  expect(passed(outcomes)).toBe(2);
  const refused = outcomes.find(({ status }) => status === "rejected");
  expect(refused).toMatchObject({ reason: { code: "rate_limited", message: expect.stringMatching(/2 answers/) } });
  const [first] = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  await endRun(ada, first?.runId ?? "", { status: "done", parts: [], error: null });
  await createRun(ada, request, () => []);
  await expect(createRun(ada, request, () => [])).rejects.toMatchObject({ code: "rate_limited" });
  await createRun(await createPerson({ organization: { id: ada.organizationId, name: "" } }), request, () => []);
});

test("usage counts questions, people, failures and prices by the days of a time zone", async () => {
  const ada = await createPerson({ name: "Ada" });
  const bob = await createPerson({ name: "Bob", organization: { id: ada.organizationId, name: "" } });
  const questionId = randomUUID();
  const call = { feature: "ask", kind: "chat", provider: "openai", model: "gpt-5.1", elapsedMs: 100 } as const;
  await createModelCall(ada, { ...call, questionId, inputTokens: 10, outputTokens: 5, costUsd: 0.5, outcome: "done" });
  await createModelCall(ada, { ...call, questionId, inputTokens: 10, costUsd: null, outcome: "overloaded" });
  await createModelCall(bob, { ...call, questionId: randomUUID(), costUsd: 0.25, outcome: "aborted" });
  const range = { from: "2000-01-01", to: "2100-01-01", timeZone: "Pacific/Kiritimati" };
  expect(await getUsageTotals(ada, range)).toMatchObject({
    questions: 2,
    people: 2,
    calls: 3,
    failures: 1,
    inputTokens: 20,
    outputTokens: 5,
    costUsd: 0.75,
    callsWithoutPrice: 1,
  });
  const people = await findUsage(ada, range, "person");
  expect(people.map(({ name, questions, calls }) => [name, questions, calls])).toEqual([
    ["Ada", 1, 2],
    ["Bob", 1, 1],
  ]);
  const [day] = await findUsage(ada, range, "day");
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: range.timeZone, dateStyle: "short" }).format(new Date());
  expect(day?.name).toBe(today);
  const past = { from: "2000-01-01", to: "2000-01-02", timeZone: "UTC" };
  expect(await getUsageTotals(ada, past)).toMatchObject({ questions: 0, calls: 0, costUsd: null });
});

function never(): never {
  throw new Error("There is somebody for every call.");
}
