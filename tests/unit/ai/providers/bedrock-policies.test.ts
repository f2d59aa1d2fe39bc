import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bedrockRegions, defaultChatModel, iamPolicy, profilePrefix, trustPolicy } from "#lib/contract/bedrock";

const models = { chatModel: "", embeddingModel: "" };
const resourcesOf = (policy: string): unknown => JSON.parse(policy).Statement[0].Resource;

describe("the IAM policy", () => {
  it("of a region in the United States is the documented one, to the letter", () => {
    expect(iamPolicy({ region: "us-west-2", inference: "geography" }, models)).toBe(`{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "bedrock:InvokeModel",
                "bedrock:InvokeModelWithResponseStream"
            ],
            "Resource": [
                "arn:aws:bedrock:us-*::foundation-model/anthropic.*",
                "arn:aws:bedrock:us-*:*:inference-profile/us.anthropic.*",
                "arn:aws:bedrock:us-*::foundation-model/amazon.titan-embed-text-*"
            ]
        }
    ]
}`);
  });

  it.each([
    [
      { region: "eu-central-1", inference: "geography" },
      [
        "arn:aws:bedrock:eu-*::foundation-model/anthropic.*",
        "arn:aws:bedrock:eu-*:*:inference-profile/eu.anthropic.*",
        "arn:aws:bedrock:eu-*::foundation-model/amazon.titan-embed-text-*",
      ],
    ],
    [
      { region: "eu-central-1", inference: "global" },
      [
        "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.*",
        "arn:aws:bedrock:::foundation-model/anthropic.*",
        "arn:aws:bedrock:eu-central-1:*:inference-profile/global.anthropic.*",
        "arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-*",
      ],
    ],
    [
      { region: "ca-central-1", inference: "geography" },
      [
        "arn:aws:bedrock:us-*::foundation-model/anthropic.*",
        "arn:aws:bedrock:ca-*::foundation-model/anthropic.*",
        "arn:aws:bedrock:ca-*:*:inference-profile/us.anthropic.*",
        "arn:aws:bedrock:ca-*::foundation-model/amazon.titan-embed-text-*",
      ],
    ],
    [
      { region: "us-gov-west-1", inference: "geography" },
      [
        "arn:aws-us-gov:bedrock:us-gov-*::foundation-model/anthropic.*",
        "arn:aws-us-gov:bedrock:us-gov-*:*:inference-profile/us-gov.anthropic.*",
        "arn:aws-us-gov:bedrock:us-gov-*::foundation-model/amazon.titan-embed-text-*",
      ],
    ],
  ] as const)("follows region and inference: %j", (place, resources) => {
    expect(resourcesOf(iamPolicy(place, models))).toEqual(resources);
  });

  it("follows the models under Advanced", () => {
    const place = { region: "us-east-1", inference: "geography" } as const;
    const profile = "arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/x1";
    expect(
      resourcesOf(
        iamPolicy(place, { chatModel: "us.meta.llama4-scout-17b-instruct-v1:0", embeddingModel: "cohere.embed-v4:0" }),
      ),
    ).toEqual([
      "arn:aws:bedrock:us-*::foundation-model/meta.*",
      "arn:aws:bedrock:us-*:*:inference-profile/us.meta.*",
      "arn:aws:bedrock:us-*::foundation-model/cohere.*",
    ]);
    expect(resourcesOf(iamPolicy(place, { ...models, chatModel: profile }))).toContain(profile);
  });
});

it("the trust policy names this server and the external ID, or what belongs in their places", () => {
  const statement = JSON.parse(trustPolicy("arn:aws:iam::1:user/askbook", "askbook-1")).Statement[0];
  expect(statement).toEqual({
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::1:user/askbook" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": "askbook-1" } },
  });
  expect(trustPolicy(null, null)).toMatch(/<AskbookIAMUserARN>.*<AskbookExternalId>/s);
});

describe("the default model", () => {
  it.each([
    ["us-east-1", "geography", "us."],
    ["us-gov-east-1", "geography", "us-gov."],
    ["eu-west-2", "geography", "eu."],
    ["ap-northeast-1", "geography", "jp."],
    ["ap-southeast-2", "geography", "au."],
    ["ap-south-1", "geography", "apac."],
    ["sa-east-1", "global", "global."],
  ] as const)("of %s, %s begins with %s", (region, inference, prefix) => {
    expect(defaultChatModel({ region, inference })).toMatch(new RegExp(`^${prefix}anthropic\\.claude-sonnet-`));
  });

  it("is the newest Claude Sonnet whose profile the SDK lists", () => {
    const types = readFileSync("node_modules/@ai-sdk/amazon-bedrock/dist/index.d.ts", "utf8");
    const versions = [...types.matchAll(/'us\.anthropic\.claude-sonnet-(\d+)(?:-(\d{1,2}))?(?=['-])/g)].map(
      ([, major, minor]) => Number(major) + Number(minor ?? 0) / 100,
    );
    expect(types).toContain(`'${defaultChatModel({ region: "us-east-1", inference: "geography" })}'`);
    expect(Math.max(...versions)).toBe(5.05);
  });

  it("exists for every region in one way at least", () => {
    for (const { value } of bedrockRegions)
      expect([
        profilePrefix({ region: value, inference: "geography" }),
        profilePrefix({ region: value, inference: "global" }),
      ]).not.toEqual([null, null]);
  });
});
