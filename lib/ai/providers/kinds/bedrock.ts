import "server-only";
import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import type { FieldValues } from "#lib/contract/ai-settings";
import {
  type BedrockInference,
  type BedrockPlace,
  bedrockRegionSchema,
  bedrockRegions,
  defaultChatModel,
  defaultEmbeddingModel,
  partitionOf,
  profilePrefix,
} from "#lib/contract/bedrock";
import { env } from "#lib/env";
import { AskbookError, type ErrorCode } from "#lib/errors";
import type { ModelRole, ProviderDefinition } from "../definition.ts";
import { chatWithSession, embeddingWithSession } from "./bedrock-models.ts";
import { openRoleSession } from "./bedrock-session.ts";
import { checkTrust } from "./bedrock-trust.ts";
import { withPlainSchemas } from "./plain-schemas.ts";

/** Claude and Titan in Amazon Bedrock, through an IAM role of the organization's own AWS account. */
export const bedrock: ProviderDefinition = {
  form: {
    kind: "bedrock",
    label: "Amazon Bedrock",
    summary: "Claude and Titan in your own AWS account, through an IAM role. No key is stored.",
    beta: "Amazon Bedrock as AI provider is in public beta: it may change quickly, and this page with it.",
    isTestedLater: true,
    fields: [
      {
        name: "roleArn",
        label: "AWS IAM role ARN",
        type: "text",
        isRequired: true,
        placeholder: "arn:aws:iam::123456789012:role/askbook-bedrock",
        help: "Of the role that has the IAM policy with access to invoke Amazon Bedrock models.",
      },
      {
        name: "region",
        label: "AWS region",
        type: "select",
        options: bedrockRegions,
        isRequired: true,
        defaultValue: "us-east-1",
        help: "Where the models are called. It must match the region in the IAM policy's resources.",
      },
      {
        name: "inference",
        label: "Inference",
        type: "select",
        options: [
          { value: "geography", label: "Within the geography" },
          { value: "global", label: "Global" },
        ],
        isRequired: true,
        defaultValue: "geography",
        help: "Within the geography keeps data in the region's part of the world (from Canada: in the United States, too). Global lets AWS answer from any region, when data residency is not a requirement.",
      },
      {
        name: "chatModel",
        label: "Language model",
        type: "text",
        isRequired: false,
        isAdvanced: true,
        placeholder: "us.anthropic.claude-sonnet-5-5",
        help: "An inference profile or its ARN. Blank: Claude Sonnet 5.5 by the profile of the region and inference.",
      },
      {
        name: "embeddingModel",
        label: "Embeddings model",
        type: "text",
        isRequired: false,
        isAdvanced: true,
        placeholder: defaultEmbeddingModel,
        help: `Blank: ${defaultEmbeddingModel}. Models retire: then enter the name of a newer one.`,
      },
    ],
    guide: {
      title: "A role in AWS for Askbook",
      steps: [
        "In the AWS console, open IAM > Policies and create a policy from the JSON shown here. It allows what Askbook calls, and nothing else.",
        "In IAM > Roles, create a role for an AWS account and attach the policy. Its trust relationship is set up in step 5.",
        "Copy the role's ARN from its page into AWS IAM role ARN, and choose the region and the inference that the policy names.",
        "Choose Save. Copy the Amazon Bedrock external ID and the trust policy: they are shown this once.",
        "On the role's page, open Trust relationships > Edit trust policy and paste the trust policy.",
        "Choose Test connection. New accounts must also be granted access to Anthropic's models in the Amazon Bedrock console.",
      ],
    },
    links: [
      { label: "Your roles in IAM", href: "https://console.aws.amazon.com/iam/home#/roles" },
      {
        label: "Models and cross-region inference",
        href: "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html",
      },
      { label: "Amazon Bedrock quotas", href: "https://docs.aws.amazon.com/bedrock/latest/userguide/quotas.html" },
    ],
  },
  normalize,
  // The region is one of a list, and other addresses are the server's own settings.
  endpoints: () => [],
  connect: ({ values, secrets, fetch }) => {
    const { region, roleArn, chatModel, embeddingModel } = settingsOf(values);
    const session = openRoleSession({ roleArn, region }, secrets["externalId"] ?? "");
    const baseURL = env().ASKBOOK_AWS_BEDROCK_URL ?? `https://bedrock-runtime.${region}.amazonaws.com`;
    const provider = createAmazonBedrock({
      region,
      baseURL,
      fetch,
      credentialProvider: session.credentials,
      // Else AWS_BEARER_TOKEN_BEDROCK would be used in place of the role.
      apiKey: "",
    });
    const urlOf = (model: string, operation: string) => `${baseURL}/model/${encodeURIComponent(model)}/${operation}`;
    return {
      chat: {
        model: chatWithSession(withPlainSchemas(provider.languageModel(chatModel)), session),
        name: chatModel,
        url: urlOf(chatModel, "converse-stream"),
      },
      embedding: {
        model: embeddingWithSession(provider.embeddingModel(embeddingModel), session),
        name: embeddingModel,
        url: urlOf(embeddingModel, "invoke"),
      },
    };
  },
  fieldAtFault,
  messages: {
    invalid_credentials: "AWS refused the credentials that it had given Askbook for the role.",
    permission_denied: "The role may not use this model in this region.",
    model_not_found: "Amazon Bedrock does not offer this model in this region, or not to your account yet.",
    quota_exhausted: "AWS says that a quota of this account for Amazon Bedrock is used up.",
  },
  nextSteps: {
    invalid_credentials:
      "Try again in a minute. If it stays so, whoever runs this server should see whether its clock is right.",
    permission_denied:
      "Compare the role's IAM policy with the one shown here: its region, inference and models must match. A service control policy of your AWS organization may refuse regions, too.",
    model_not_found:
      "See whether Amazon Bedrock has the model in this region and whether your account was granted access to it (for Anthropic's models AWS asks for a use case first). Otherwise choose global inference, or enter another inference profile under Advanced.",
    quota_exhausted: "Raise the quota in the AWS console under Service Quotas > Amazon Bedrock.",
    endpoint_invalid:
      "Whoever runs this server should see that it can reach AWS, whose addresses ASKBOOK_AWS_STS_URL and ASKBOOK_AWS_BEDROCK_URL can replace.",
    external_id_not_enforced:
      "Paste the trust policy of this page whole: its Condition must compare sts:ExternalId by StringEquals.",
  },
  trust: {
    field: "roleArn",
    check: ({ values, secrets }) => checkTrust(settingsOf(values), secrets["externalId"] ?? ""),
    verifiedMessage: "Connection verified: Askbook successfully assumed your IAM role and reached Amazon Bedrock.",
  },
};

/** Throws `invalid_input` with the field. */
function normalize(values: FieldValues): FieldValues {
  const trimmed = (name: string) => (values[name] ?? "").trim();
  const region = bedrockRegionSchema.safeParse(trimmed("region"));
  if (!region.success) throw invalid("region", "Choose one of the regions that Amazon Bedrock is offered in.");
  const inference = inferenceOf(trimmed("inference"));
  if (profilePrefix({ region: region.data, inference }) === null)
    throw invalid(
      "inference",
      inference === "global"
        ? "Global inference does not reach AWS GovCloud. Choose inference within the geography."
        : "Claude has no inference within the geography of this region. Choose global inference, or another region.",
    );
  const roleArn = trimmed("roleArn");
  const chatModel = modelOf("chatModel", trimmed("chatModel"));
  const embeddingModel = modelOf("embeddingModel", trimmed("embeddingModel"));
  if (roleArn !== "") checkRole(roleArn, region.data);
  return { roleArn, region: region.data, inference, chatModel, embeddingModel };
}

const rolePattern = /^arn:(aws|aws-us-gov):iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;

function checkRole(roleArn: string, region: string): void {
  const [, partition] = rolePattern.exec(roleArn) ?? [];
  if (partition === undefined)
    throw invalid(
      "roleArn",
      "This is not the ARN of an IAM role. It looks like arn:aws:iam::123456789012:role/askbook-bedrock; copy it from the role's page.",
    );
  if (partition !== partitionOf(region))
    throw invalid("roleArn", "The role and the region belong to different parts of AWS: GovCloud is one of its own.");
}

function modelOf(field: string, name: string): string {
  if (/^[\w.:/-]{0,512}$/.test(name)) return name;
  throw invalid(field, "This is not the ID of a model, or the ID or ARN of an inference profile.");
}

type Settings = BedrockPlace & {
  readonly roleArn: string;
  readonly chatModel: string;
  readonly embeddingModel: string;
};

/** What `normalize` left, with the defaults of the day: they follow the region, and newer versions of Askbook. */
function settingsOf(values: FieldValues): Settings {
  const place = { region: bedrockRegionSchema.parse(values["region"]), inference: inferenceOf(values["inference"]) };
  return {
    ...place,
    roleArn: values["roleArn"] ?? "",
    chatModel: values["chatModel"] || defaultChatModel(place),
    embeddingModel: values["embeddingModel"] || defaultEmbeddingModel,
  };
}

function inferenceOf(text: string | undefined): BedrockInference {
  return text === "global" ? "global" : "geography";
}

function fieldAtFault(code: ErrorCode, role: ModelRole): string | null {
  if (code === "model_not_found" || code === "unsupported_parameter")
    return role === "chat" ? "chatModel" : "embeddingModel";
  if (code === "endpoint_invalid" || code === "network_blocked" || code === "provider_timeout") return "region";
  const isAboutRole =
    code === "trust_not_configured" ||
    code === "external_id_not_enforced" ||
    code === "permission_denied" ||
    code === "invalid_credentials";
  return isAboutRole ? "roleArn" : null;
}

function invalid(field: string, message: string): AskbookError {
  return new AskbookError("invalid_input", { field, message });
}
