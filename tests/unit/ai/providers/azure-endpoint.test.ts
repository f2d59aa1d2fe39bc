import { generateText } from "ai";
import { describe, expect, it } from "vitest";
import { readAzureEndpoint } from "#lib/ai/providers/kinds/azure-endpoint";
import { azureOpenAi } from "#lib/ai/providers/kinds/azure-openai";
import { startAzureServer } from "#tests/wire/azure-server";

const deployments = "https://res.openai.azure.com/openai/deployments";

describe("an endpoint of Azure, as it is pasted", () => {
  it.each<[string, string, string | null]>([
    ["https://res.openai.azure.com", "https://res.openai.azure.com/openai/v1", null],
    [" https://res.openai.azure.com/ ", "https://res.openai.azure.com/openai/v1", null],
    ["https://RES.openai.azure.com/openai/", "https://res.openai.azure.com/openai/v1", null],
    ["res.openai.azure.com", "https://res.openai.azure.com/openai/v1", null],
    ["https://res.openai.azure.com/openai/v1/", "https://res.openai.azure.com/openai/v1", null],
    ["https://res.openai.azure.com/openai/v1/chat/completions", "https://res.openai.azure.com/openai/v1", null],
    ["https://res.openai.azure.com/openai/v1/?api-version=preview", "https://res.openai.azure.com/openai/v1", null],
    [
      "https://res.cognitiveservices.azure.com/openai/responses?api-version=2025-04-01-preview",
      "https://res.cognitiveservices.azure.com/openai/v1",
      null,
    ],
    [
      "https://res.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview",
      "https://res.services.ai.azure.com/openai/v1",
      null,
    ],
    [
      "https://res.services.ai.azure.com/api/projects/my-project",
      "https://res.services.ai.azure.com/api/projects/my-project/openai/v1",
      null,
    ],
    [
      "https://res.services.ai.azure.com/api/projects/my-project/openai/v1/responses",
      "https://res.services.ai.azure.com/api/projects/my-project/openai/v1",
      null,
    ],
    [`${deployments}/my-gpt`, "https://res.openai.azure.com/openai/v1", "my-gpt"],
    [`${deployments}/my-gpt/chat/completions`, "https://res.openai.azure.com/openai/v1", "my-gpt"],
    [
      `${deployments}/my-gpt/chat/completions?api-version=2024-10-21`,
      `${deployments}?api-version=2024-10-21`,
      "my-gpt",
    ],
    [
      "https://res.cognitiveservices.azure.com/openai/deployments/embed-3/embeddings?api-version=2023-05-15",
      "https://res.cognitiveservices.azure.com/openai/deployments?api-version=2023-05-15",
      "embed-3",
    ],
    ["https://gateway.example/azure/", "https://gateway.example/azure", null],
    ["https://gateway.example/azure/responses", "https://gateway.example/azure", null],
    [
      "https://apim.azure-api.net/team/openai/deployments/g/chat/completions?api-version=2024-10-21",
      "https://apim.azure-api.net/team/openai/deployments?api-version=2024-10-21",
      "g",
    ],
    ["https://res.openai.azure.com.evil.example", "https://res.openai.azure.com.evil.example", null],
    ["https://me:secret@res.openai.azure.com", "https://me:secret@res.openai.azure.com/openai/v1", null],
    ["nonsense", "nonsense", null],
  ])("%s", (pasted, text, deployment) => {
    expect(readAzureEndpoint(pasted)).toMatchObject({ text, deployment });
    expect(readAzureEndpoint(text)).toMatchObject({ text, deployment: null });
  });
});

describe("the Azure form", () => {
  const pasted = `${deployments}/my-gpt/chat/completions?api-version=2024-10-21`;

  it("takes the deployment from the endpoint, and keeps one endpoint for both when told", () => {
    const values = {
      chatEndpoint: pasted,
      embeddingDeployment: " embed ",
      embeddingEndpoint: "x",
      sameEndpoint: "true",
    };
    expect(azureOpenAi.normalize(values)).toEqual({
      chatDeployment: "my-gpt",
      chatEndpoint: `${deployments}?api-version=2024-10-21`,
      embeddingDeployment: "embed",
      embeddingEndpoint: "",
      sameEndpoint: "true",
    });
  });

  it.each([
    ["another deployment than the endpoint's", "gpt-5.1"],
    ["an address", "https://res.openai.azure.com"],
    ["a path", "../admin"],
  ])("refuses %s as Deployment ID", (_, chatDeployment) => {
    expect(() => azureOpenAi.normalize({ chatDeployment, chatEndpoint: pasted })).toThrow(
      expect.objectContaining({ code: "invalid_input", field: "chatDeployment" }),
    );
  });

  it("looks at the embeddings model's own key and endpoint, unless it has none", () => {
    expect(azureOpenAi.fieldAtFault("invalid_credentials", "embedding", {})).toBe("embeddingApiKey");
    expect(azureOpenAi.fieldAtFault("network_blocked", "embedding", {})).toBe("embeddingEndpoint");
    expect(azureOpenAi.fieldAtFault("invalid_credentials", "embedding", { sameEndpoint: "true" })).toBe("chatApiKey");
    expect(azureOpenAi.fieldAtFault("model_not_found", "embedding", { sameEndpoint: "true" })).toBe(
      "embeddingDeployment",
    );
  });
});

describe("what is called at an Azure host is what is shown", () => {
  it.each([
    "https://res.openai.azure.com",
    "https://res.services.ai.azure.com/openai/v1",
    "https://res.cognitiveservices.azure.com/",
    `${deployments}/my-gpt/chat/completions?api-version=2024-10-21`,
  ])("%s", async (chatEndpoint) => {
    const server = await startAzureServer({ apiKey: "k" });
    const called: string[] = [];
    const values = azureOpenAi.normalize({
      chatDeployment: "my-gpt",
      chatEndpoint,
      embeddingDeployment: "embed",
      sameEndpoint: "true",
    });
    const { chat, embedding } = azureOpenAi.connect({
      values,
      secrets: { chatApiKey: "k" },
      fetch: (input, init) => {
        const url = new URL(String(input));
        called.push(url.href);
        return fetch(new URL(url.pathname + url.search, server.url), init);
      },
    });
    const { text } = await generateText({ model: chat.model, prompt: "x", maxOutputTokens: 64, maxRetries: 0 });
    await embedding?.model.doEmbed({ values: ["x"] });
    expect(text).toBe("Hello from the scripted model.");
    expect(called).toEqual([chat.url, embedding?.url]);
    expect(server.violations).toEqual([]);
    await server.close();
  });
});
