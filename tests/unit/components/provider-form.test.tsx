import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { NewProvider } from "#components/admin/new-provider";
import { ProviderForm } from "#components/admin/provider-form";
import { SignInAgain } from "#components/admin/sign-in-again";
import { offeredDefinitions } from "#lib/ai/providers/kinds";
import type { ProviderKind } from "#lib/contract/ai-settings";

const formOf = (kind: ProviderKind) => offeredDefinitions.find((definition) => definition.form.kind === kind)?.form;
const never = () => Promise.reject(new Error("not called"));

/** What is read on the form of a kind, in order. */
function read(kind: ProviderKind, values?: Readonly<Record<string, string>>): string {
  const form = formOf(kind);
  if (form === undefined) throw new Error(kind);
  const stored = values === undefined ? null : storedWith(kind, values);
  const markup = renderToStaticMarkup(
    <SignInAgain email="ada@example.test">
      <ProviderForm form={form} stored={stored} saveProvider={never} onSaved={() => undefined} />
    </SignInAgain>,
  );
  return markup.replace(/<[^>]*>/g, "|").replace(/\|+/g, "|");
}

function storedWith(kind: ProviderKind, values: Readonly<Record<string, string>>) {
  return {
    kind,
    label: kind,
    version: 1,
    values,
    storedSecrets: ["chatApiKey"],
    savedBy: null,
    savedAt: "",
    variables: null,
    lastVerifiedAt: null,
    models: [],
    state: { name: "healthy" as const },
    storedNote: "Stored",
  };
}

const countOf = (text: string, part: string) => text.split(`|${part}`).length - 1;

describe("the form of", () => {
  it.each([["openai"], ["gemini"]] as const)("%s asks for an API key, and for models under Advanced", (kind) => {
    const text = read(kind);
    expect(countOf(text, "API key|")).toBe(1);
    expect(text).toMatch(/API key.*Advanced.*Language model.*Embeddings model.*Save/);
  });

  it("Azure OpenAI asks for deployment, endpoint and key of each model, unless they share a place", () => {
    const text = read("azure-openai");
    for (const label of ["Deployment ID|", "Endpoint URL|", "API key|"]) expect(countOf(text, label)).toBe(2);
    expect(text).toMatch(/Language model\|.*Embeddings model\|.*Same endpoint and key for both/);
    const shared = read("azure-openai", { sameEndpoint: "true", chatEndpoint: "x" });
    expect(countOf(shared, "Deployment ID|")).toBe(2);
    expect(countOf(shared, "Endpoint URL|")).toBe(1);
    expect(shared).toContain("leave blank to keep");
  });
});

it("the form of Amazon Bedrock asks for a role, a region and the inference, and for no key", () => {
  const text = read("bedrock");
  expect(text).toMatch(
    /AWS IAM role ARN\|.*AWS region\|.*eu-central-1.*Inference\|Within the geography\|Global\|.*Advanced/,
  );
  expect(text).not.toContain("API key");
});

it("offers the providers by their names", () => {
  const markup = renderToStaticMarkup(
    <SignInAgain email="ada@example.test">
      <NewProvider
        forms={offeredDefinitions.map((definition) => definition.form)}
        actions={{
          saveProvider: never,
          testProvider: never,
          findAwsIdentity: never,
          renewExternalId: never,
          removeProvider: never,
          changeHosting: never,
          changeSendRung: never,
          changeChartPictures: never,
          changeRetention: never,
          changeLimits: never,
        }}
        onSaved={() => undefined}
      />
    </SignInAgain>,
  );
  expect([...markup.matchAll(/<option[^>]*>([^<]*)</g)].map(([, name]) => name)).toEqual([
    "OpenAI",
    "Azure OpenAI",
    "Gemini",
    "Amazon Bedrock",
    "OpenAI-compatible",
  ]);
  expect(markup).toContain('href="https://platform.openai.com/api-keys"');
});
