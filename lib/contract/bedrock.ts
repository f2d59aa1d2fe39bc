import { z } from "zod";

/** What the browser and the server both know of Amazon Bedrock: regions, geographies, default models, the policies to copy. */

/** Where Amazon Bedrock is offered, as AWS names the regions. A region becomes part of a host name: nothing else is taken. */
const regionNames = {
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-west-1": "US West (N. California)",
  "us-west-2": "US West (Oregon)",
  "ca-central-1": "Canada (Central)",
  "ca-west-1": "Canada West (Calgary)",
  "mx-central-1": "Mexico (Central)",
  "sa-east-1": "South America (São Paulo)",
  "eu-central-1": "Europe (Frankfurt)",
  "eu-central-2": "Europe (Zurich)",
  "eu-north-1": "Europe (Stockholm)",
  "eu-south-1": "Europe (Milan)",
  "eu-south-2": "Europe (Spain)",
  "eu-west-1": "Europe (Ireland)",
  "eu-west-2": "Europe (London)",
  "eu-west-3": "Europe (Paris)",
  "af-south-1": "Africa (Cape Town)",
  "il-central-1": "Israel (Tel Aviv)",
  "me-central-1": "Middle East (UAE)",
  "me-south-1": "Middle East (Bahrain)",
  "ap-east-2": "Asia Pacific (Taipei)",
  "ap-northeast-1": "Asia Pacific (Tokyo)",
  "ap-northeast-2": "Asia Pacific (Seoul)",
  "ap-northeast-3": "Asia Pacific (Osaka)",
  "ap-south-1": "Asia Pacific (Mumbai)",
  "ap-south-2": "Asia Pacific (Hyderabad)",
  "ap-southeast-1": "Asia Pacific (Singapore)",
  "ap-southeast-2": "Asia Pacific (Sydney)",
  "ap-southeast-3": "Asia Pacific (Jakarta)",
  "ap-southeast-4": "Asia Pacific (Melbourne)",
  "ap-southeast-5": "Asia Pacific (Malaysia)",
  "ap-southeast-7": "Asia Pacific (Thailand)",
  "us-gov-east-1": "AWS GovCloud (US-East)",
  "us-gov-west-1": "AWS GovCloud (US-West)",
} as const;

export type BedrockRegion = keyof typeof regionNames;
export const bedrockRegionSchema = z.enum(
  Object.keys(regionNames).filter((name): name is BedrockRegion => name in regionNames),
);
export const bedrockRegions: readonly { readonly value: string; readonly label: string }[] = Object.entries(
  regionNames,
).map(([value, name]) => ({ value, label: `${value} · ${name}` }));

export const bedrockInferences = ["geography", "global"] as const;
export type BedrockInference = (typeof bedrockInferences)[number];

/** What inference profiles of a geography begin with, the regions that they reach, and the policy's name for the region itself. */
type Geography = { readonly prefix: string; readonly reach: readonly string[]; readonly own: string };

/** The first that fits counts. A region without one has global inference only. */
const geographies: readonly { readonly regions: RegExp; readonly geography: Geography }[] = [
  { regions: /^us-gov-/, geography: { prefix: "us-gov", reach: ["us-gov-*"], own: "us-gov-*" } },
  { regions: /^us-/, geography: { prefix: "us", reach: ["us-*"], own: "us-*" } },
  { regions: /^ca-/, geography: { prefix: "us", reach: ["us-*", "ca-*"], own: "ca-*" } },
  { regions: /^eu-/, geography: { prefix: "eu", reach: ["eu-*"], own: "eu-*" } },
  { regions: /^ap-northeast-[13]$/, geography: { prefix: "jp", reach: ["ap-northeast-*"], own: "ap-northeast-*" } },
  { regions: /^ap-southeast-[24]$/, geography: { prefix: "au", reach: ["ap-southeast-*"], own: "ap-southeast-*" } },
  { regions: /^ap-/, geography: { prefix: "apac", reach: ["ap-*"], own: "ap-*" } },
];

export type BedrockPlace = { readonly region: string; readonly inference: BedrockInference };

/** The newest Claude Sonnet that the SDK knows a profile of. */
const chatModel = "anthropic.claude-sonnet-5-5";
export const defaultEmbeddingModel = "amazon.titan-embed-text-v2:0";

/** `us`, `eu`, … or `global`; null: the region has no inference of that kind. */
export function profilePrefix({ region, inference }: BedrockPlace): string | null {
  if (inference === "global") return region.startsWith("us-gov-") ? null : "global";
  return geographyOf(region)?.prefix ?? null;
}

/** Newer Claude models are reached through an inference profile only. */
export function defaultChatModel(place: BedrockPlace): string {
  return `${profilePrefix(place) ?? "global"}.${chatModel}`;
}

export type BedrockModels = { readonly chatModel: string; readonly embeddingModel: string };

/** What the role may do: call the models of these vendors, now and after an upgrade. JSON to paste into IAM. */
export function iamPolicy(place: BedrockPlace, models: BedrockModels): string {
  return asJson({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        Resource: [...new Set([...chatResources(place, models.chatModel), embeddingResource(place, models)])],
      },
    ],
  });
}

export const trustPlaceholders = { principal: "<AskbookIAMUserARN>", externalId: "<AskbookExternalId>" } as const;

/** Who may take the role, and under which external ID. JSON to paste into the role's trust relationship; null leaves a placeholder. */
export function trustPolicy(principal: string | null, externalId: string | null): string {
  return asJson({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: principal ?? trustPlaceholders.principal },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": externalId ?? trustPlaceholders.externalId } },
      },
    ],
  });
}

/** Who this server is in AWS, or why it is nobody yet. */
export type AwsIdentity =
  | { readonly arn: string; readonly note: string | null }
  | { readonly arn: null; readonly problem: string };

function geographyOf(region: string): Geography | null {
  return geographies.find(({ regions }) => regions.test(region))?.geography ?? null;
}

function chatResources(place: BedrockPlace, model: string): string[] {
  if (model.startsWith("arn:")) return [model];
  const arn = arnsOf(place.region);
  const own = ownRegion(place);
  const vendor = vendorOf(model === "" ? defaultChatModel(place) : model);
  const prefix = profilePrefix(place) ?? "global";
  const reach = prefix === "global" ? [own, ""] : (geographyOf(place.region)?.reach ?? [own]);
  return [
    ...reach.map((region) => arn(`${region}::foundation-model/${vendor}.*`)),
    arn(`${own}:*:inference-profile/${prefix}.${vendor}.*`),
  ];
}

function embeddingResource(place: BedrockPlace, { embeddingModel }: BedrockModels): string {
  if (embeddingModel.startsWith("arn:")) return embeddingModel;
  const models = /^(?:amazon\.titan-embed-text-.*)?$/.test(embeddingModel)
    ? "amazon.titan-embed-text-*"
    : `${vendorOf(embeddingModel)}.*`;
  return arnsOf(place.region)(`${ownRegion(place)}::foundation-model/${models}`);
}

/** Requests of a geography begin in the region, and so does what global inference is asked for. */
function ownRegion(place: BedrockPlace): string {
  return place.inference === "global" ? place.region : (geographyOf(place.region)?.own ?? place.region);
}

function arnsOf(region: string): (rest: string) => string {
  return (rest) => `arn:${partitionOf(region)}:bedrock:${rest}`;
}

/** AWS's name for its separate halves: a role and a region must be of the same. */
export function partitionOf(region: string): "aws" | "aws-us-gov" {
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** `anthropic` of `eu.anthropic.claude-…`. */
function vendorOf(model: string): string {
  const parts = model.split(".");
  const isProfile = parts.length > 2 && /^(us-gov|us|eu|jp|au|apac|ca|global)$/.test(parts[0] ?? "");
  return (isProfile ? parts[1] : parts[0]) ?? model;
}

function asJson(policy: object): string {
  return JSON.stringify(policy, null, 4);
}
