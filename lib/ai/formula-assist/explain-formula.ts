import "server-only";
import { streamText } from "ai";
import { cleanJson, cleanText } from "#lib/ai/answer/clean";
import { allowanceOf } from "#lib/ai/answer/ladder";
import type { ExplainFormulaInput } from "#lib/contract/formula-assist";
import type { RunData } from "#lib/contract/runs";
import { AskbookError } from "#lib/errors";
import type { Bench } from "./bench.ts";
import { copyOf, valueTypeOf } from "./candidate.ts";
import { createClaimFilter } from "./check-claims.ts";
import type { Help } from "./correct-formula.ts";
import { describeTask } from "./describe-task.ts";
import { explainAtPlace } from "./explain-place.ts";
import { formulaInstructions } from "./instructions.ts";
import { previewOf } from "./preview.ts";
import { sayProgress, sayVerdict } from "./say.ts";
import { isSound, type Sound, type Tried, tryFormula } from "./try-formula.ts";

/** Sentences from the syntax tree first, which need no model; then prose of the model, of which only what they say is kept. */
export async function explainFormula(bench: Bench, help: Help, { formula }: ExplainFormulaInput): Promise<void> {
  sayProgress(bench, "reading", "Reading the formula.");
  const tried = tryFormula(bench, { formula, name: "Formula", level: null });
  const diagnostics = tried.diagnostics.map(copyOf);
  bench.context.write({ type: "data-formula-diagnostics", id: "diagnostics", data: { diagnostics } });
  const explanation = explanationOf(bench, tried, formula);
  bench.context.write({ type: "data-formula-explanation", id: "explanation", data: explanation });
  if (isSound(tried)) {
    const preview = await previewIfRuns(bench, tried);
    if (preview !== null)
      bench.context.write({ type: "data-formula-explanation", id: "explanation", data: { ...explanation, preview } });
  }
  if ("models" in help && isSound(tried)) await writeProse(bench, help, formula, explanation);
  const message = isSound(tried)
    ? "The explanation follows from the formula itself."
    : "The formula has errors; the sentences say what it would do as it stands.";
  sayVerdict(bench, { verdict: "explained", message, diagnostics });
}

function explanationOf(bench: Bench, tried: Tried, formula: string): RunData["formula-explanation"] {
  const { summary, sentences, levelLabel } = explainAtPlace(bench, formula, isSound(tried) ? tried.place : null);
  const type = isSound(tried) ? valueTypeOf(tried.column.type) : null;
  return { formula, type, levelLabel: levelLabel === "" ? null : levelLabel, summary, sentences, preview: null };
}

/** An explanation stands without rows. */
async function previewIfRuns(bench: Bench, tried: Sound) {
  try {
    return await previewOf(bench, tried, null);
  } catch (error) {
    if (error instanceof AskbookError && error.code !== "aborted") return null;
    throw error;
  }
}

const longestProse = 4_000;

async function writeProse(
  bench: Bench,
  { models }: Extract<Help, { models: object }>,
  formula: string,
  { summary, sentences, levelLabel }: RunData["formula-explanation"],
): Promise<void> {
  const { organization, context } = bench;
  const allowance = allowanceOf(models.identity.provider, organization.sendRung);
  const input = await describeTask(
    bench,
    { request: "", formula },
    { ...allowance, foundValues: false, aggregates: false, baseRows: 0 },
  );
  const told = { formula, level: levelLabel, summary, sentences: sentences.map(({ text }) => text) };
  const claims = createClaimFilter([formula, summary, ...told.sentences], namesOf(bench));
  const enough = new AbortController();
  let isOpen = false;
  let length = 0;
  const say = (text: string): void => {
    if (text === "") return;
    if (!isOpen) context.write({ type: "text-start", id: "prose" });
    isOpen = true;
    context.write({ type: "text-delta", id: "prose", delta: text });
  };
  try {
    const result = streamText({
      model: models.chat,
      instructions: formulaInstructions("explain-formula", organization, allowance),
      messages: [{ role: "user", content: JSON.stringify(cleanJson(told, longestProse * 4)) }],
      providerOptions: { askbook: { task: "explain-formula", input } },
      maxRetries: 0,
      abortSignal: AbortSignal.any([context.signal, enough.signal]),
      onError: () => undefined,
    });
    for await (const delta of result.textStream) {
      length += delta.length;
      if (length > longestProse) break;
      say(claims.push(delta));
    }
    say(claims.end());
  } catch {
    // The sentences are whole without it: the prose ends where the model did.
    context.signal.throwIfAborted();
  } finally {
    enough.abort();
    if (isOpen) context.write({ type: "text-end", id: "prose" });
  }
  context.signal.throwIfAborted();
}

function namesOf({ worksheet, source, scope }: Bench): readonly string[] {
  const others = [...scope.sources.values()].flatMap(({ name, columns }) => [
    name,
    ...columns.map((column) => column.name),
  ]);
  return [...worksheet.columns.map(({ name }) => name), ...source.columns.map(({ name }) => name), ...others].map(
    (name) => cleanText(name),
  );
}
