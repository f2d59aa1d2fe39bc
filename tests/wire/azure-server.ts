import type { ServerResponse } from "node:http";
import { z } from "zod";
import { chat, embeddings, refuse } from "./openai-compatible-server.ts";
import { respond } from "./openai-server.ts";
import { sendJson, startWireServer, type WireServer, type WireServerOptions, type WireState } from "./wire-server.ts";

/**
 * A loopback server that speaks as Azure OpenAI does: the v1 API without an api-version, and the classic one with the deployment in
 * the path and an api-version. Models are deployments; the key comes in the header `api-key`.
 */
export function startAzureServer(options: WireServerOptions = {}): Promise<WireServer> {
  return startWireServer(
    {
      base: "/openai/v1",
      keyOf: (headers) => headers["api-key"],
      wrongKey: () => ({ status: 401, body: invalidKey }),
      answer: (state, { method, path, body }, response) => {
        const url = new URL(path, "http://azure.test");
        const operation = method === "POST" ? operationOf(url) : null;
        if (operation === null)
          return sendJson(response, 404, { error: { code: "404", message: "Resource not found" } });
        const deployment = operation.deployment ?? z.object({ model: z.string() }).parse(JSON.parse(body)).model;
        if (state.options.models !== undefined && !state.options.models.includes(deployment))
          return sendJson(response, 404, unknownDeployment);
        return operations[operation.name]?.(state, body, response);
      },
    },
    options,
  );
}

const operations: Readonly<
  Record<string, (state: WireState, body: string, response: ServerResponse) => Promise<void>>
> = {
  responses: respond,
  "chat/completions": async (state, body, response) => {
    const { max_tokens: old } = z.looseObject({}).parse(JSON.parse(body));
    if (old === undefined) return chat(state, body, response);
    return refuse(
      state,
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      response,
    );
  },
  embeddings,
};

function operationOf(url: URL): { readonly name: string; readonly deployment: string | null } | null {
  const [, v1] = /^\/openai\/v1\/(responses|chat\/completions|embeddings)$/.exec(url.pathname) ?? [];
  if (v1 !== undefined && url.search === "") return { name: v1, deployment: null };
  const [, deployment, classic] =
    /^\/openai\/deployments\/([\w.-]+)\/(chat\/completions|embeddings)$/.exec(url.pathname) ?? [];
  if (deployment === undefined || classic === undefined) return null;
  return /^\d{4}-\d\d-\d\d(-preview)?$/.test(url.searchParams.get("api-version") ?? "")
    ? { name: classic, deployment }
    : null;
}

const invalidKey = {
  error: {
    code: "401",
    message:
      "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.",
  },
};

const unknownDeployment = {
  error: {
    code: "DeploymentNotFound",
    message:
      "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.",
  },
};
