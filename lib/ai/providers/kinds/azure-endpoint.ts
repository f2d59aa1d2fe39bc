import "server-only";

/** Where an Azure OpenAI deployment is called. */
export type AzureEndpoint = {
  /** What is stored and shown: another paste of the same endpoint gives the same text, and so does this text itself. */
  readonly text: string;
  /** What paths are added to. */
  readonly baseUrl: string;
  /** The deployment that a pasted target URI names. */
  readonly deployment: string | null;
  /** Of the classic API, whose addresses hold the deployment; null: the v1 API. */
  readonly apiVersion: string | null;
};

/**
 * Reads any endpoint that the Azure portal or Foundry shows. On Azure's own hosts all of them lead to the v1 API, but for the classic
 * `/openai/deployments/<deployment>/…?api-version=…`. Other hosts are gateways and are called as typed, without the operation.
 */
export function readAzureEndpoint(pasted: string): AzureEndpoint {
  const text = withScheme(pasted.trim());
  const url = URL.parse(text);
  if (url === null) return { text, baseUrl: text, deployment: null, apiVersion: null };
  const path = url.pathname.replace(/\/+$/, "");
  const isAzure = azureHost.test(url.hostname);
  const [, before = path, deployment = null] = /^(.*?)\/deployments(?:\/([^/]+).*)?$/.exec(path) ?? [];
  const apiVersion = url.searchParams.get("api-version");
  const root = rootOf(url);
  if (before !== path && apiVersion !== null && (!isAzure || before === "/openai")) {
    const baseUrl = `${root}${before}`;
    return { text: `${baseUrl}/deployments?api-version=${apiVersion}`, baseUrl, deployment, apiVersion };
  }
  const baseUrl = isAzure
    ? `${root}${/^\/api\/projects\/[^/]+/i.exec(path)?.[0] ?? ""}/openai/v1`
    : `${root}${before.replace(/\/(chat\/completions|completions|responses|embeddings|models)$/, "")}`;
  return { text: baseUrl, baseUrl, deployment, apiVersion: null };
}

/** The address of an operation of a deployment, as it is called. */
export function azureUrl({ baseUrl, apiVersion }: AzureEndpoint, deployment: string, operation: string): string {
  return apiVersion === null
    ? `${baseUrl}/${operation}`
    : `${baseUrl}/deployments/${deployment}/${operation}?api-version=${apiVersion}`;
}

const azureHost = /\.(openai|services\.ai|cognitiveservices)\.azure\.com$/;

/** Portals also show the bare host. */
function withScheme(text: string): string {
  return /^[\w.-]+\.azure\.com(?=[/?#]|$)/i.test(text) ? `https://${text}` : text;
}

/** With user and password, if there are any: the endpoint guard refuses them with a sentence. */
function rootOf(url: URL): string {
  const credentials = url.username === "" && url.password === "" ? "" : `${url.username}:${url.password}@`;
  return `${url.protocol}//${credentials}${url.host}`;
}
