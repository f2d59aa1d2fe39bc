import { type AwsAccount, createAccount } from "../wire/aws-account.ts";
import { startBedrockServer } from "../wire/bedrock-server.ts";
import type { Asked, ScriptedTurn } from "../wire/script.ts";
import { type StsServer, startStsServer } from "../wire/sts-server.ts";
import type { WireServer } from "../wire/wire-server.ts";
import { AiSettingsPage } from "./pages/ai-settings-page.ts";
import { AskPage } from "./pages/ask-page.ts";
import { setUp } from "./support/api.ts";
import { addSession, test as base, expect, expectAccessible } from "./support/fixtures.ts";
import { obedient, salesBySegment } from "./support/scripted-answers.ts";
import { type RunningServer, removeServer, startServer } from "./support/server.ts";

/** AWS answers at the addresses that the server's environment names, so the server is one of its own. */

const secretAccessKey = "own-canary-7c21/secret+key";
const externalIdPattern = /askbook-[0-9a-f]{32}/;
let account: AwsAccount;
let sts: StsServer;
let bedrock: WireServer;
let server: RunningServer;
let cookie = "";

const test = base.extend({
  context: async ({ browser }, use) => {
    const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
    await addSession(context, server.url, cookie);
    await use(context);
    await context.close();
  },
});

test.beforeAll(async () => {
  test.setTimeout(180_000);
  account = createAccount(secretAccessKey);
  [sts, bedrock] = await Promise.all([startStsServer(account), startBedrockServer(account)]);
  server = await startServer({
    environment: {
      ASKBOOK_AWS_STS_URL: sts.url,
      ASKBOOK_AWS_BEDROCK_URL: bedrock.url,
      ASKBOOK_SAMPLE_ROWS: "2000",
      AWS_ACCESS_KEY_ID: account.own.accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_BEARER_TOKEN_BEDROCK: "bearer-token-of-the-server",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    },
  });
  cookie = await setUp(server.url);
});

test.afterAll(async () => {
  await removeServer(server);
  await Promise.all([sts.close(), bedrock.close()]);
});

const verified = "Connection verified: Askbook successfully assumed your IAM role and reached Amazon Bedrock.";

test("an admin sets Amazon Bedrock up by a role, asks over Converse, edits, renews the external ID and removes", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const bodies: string[] = [];
  page.on("response", (response) => {
    response.text().then(
      (text) => bodies.push(text),
      () => undefined,
    );
  });
  const settings = new AiSettingsPage(page);
  const navigation = page.getByRole("navigation", { name: "Main" });
  await settings.open();
  await settings.chooseHosting("External models");
  await page.getByRole("combobox", { name: "AI provider" }).selectOption("Amazon Bedrock");
  await expect(page.getByText("public beta")).toBeVisible();

  // The policy stands beside the form before there is a role, and follows region and inference.
  const policy = page.getByRole("region", { name: "IAM policy", exact: true });
  await expect(policy).toContainText("arn:aws:bedrock:us-*:*:inference-profile/us.anthropic.*");
  await page.getByLabel("AWS region").selectOption("eu-central-1");
  await expect(policy).toContainText("arn:aws:bedrock:eu-*:*:inference-profile/eu.anthropic.*");
  await page.getByLabel("Inference").selectOption("Global");
  await expect(policy).toContainText("arn:aws:bedrock:eu-central-1:*:inference-profile/global.anthropic.*");
  await page.getByLabel("Inference").selectOption("Within the geography");
  await expect(page.getByRole("region", { name: "AWS IAM user ARN", exact: true })).toContainText(account.own.arn);
  await expectAccessible(page);

  await page.getByLabel("AWS IAM role ARN").fill("askbook-bedrock");
  await settings.button("Save").click();
  await expect(page.getByText("This is not the ARN of an IAM role.")).toBeVisible();
  await page.getByLabel("AWS IAM role ARN").fill(account.role.arn);
  await settings.button("Save").click();

  // The external ID and the whole trust policy are shown once.
  const shown = settings.dialog("Amazon Bedrock external ID");
  await expect(shown.getByRole("region", { name: "Trust policy", exact: true })).toContainText(account.own.arn);
  const externalId = externalIdPattern.exec(await shown.innerText())?.[0] ?? "";
  expect(externalId).toMatch(externalIdPattern);
  await expectAccessible(page);
  await shown.getByRole("button", { name: "Close" }).last().click();
  await expect(shown).toBeHidden();
  await expect(page.getByText("Waiting for trust").first()).toBeVisible();
  await expect(navigation.getByRole("link", { name: "Ask" })).toBeHidden();
  await page.reload();
  expect(await page.content()).not.toContain(externalId);
  const details = page.getByRole("region", { name: "AWS IAM user ARN", exact: true });
  await expect(details).toContainText(account.own.arn);
  await expect(page.getByText("<AskbookExternalId>")).toBeVisible();
  await expectAccessible(page);

  // Before the role trusts this server the test says what it may be; afterwards it reaches everything.
  await settings.button("Test connection").click();
  await expect(page.getByText("gives the same answer for four causes")).toBeVisible();
  account.role.externalId = externalId;
  await settings.button("Test connection").click();
  await expect(page.getByText(verified)).toBeVisible();
  await expect(page.getByText("Healthy")).toBeVisible();
  await expectAccessible(page);
  await expect(navigation.getByRole("link", { name: "Ask" })).toBeVisible();

  // A question is answered through tools, over Converse, with credentials that expire in between.
  bedrock.setScript(afterOneWorksheet);
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by segment");
  await ask.waitUntilAnswered();
  await expect(ask.answer.getByText("leads with")).toBeVisible();
  await expect(ask.answer.getByRole("button", { name: /^\$.*proved$/ })).toBeVisible();
  bedrock.setScript(obedient);

  // An edit of a verified role is verified first; what is stored stays when that fails.
  await settings.open();
  await settings.button("Edit").click();
  const edit = settings.dialog("Edit external AI Integration");
  await expect(edit.getByLabel("AWS IAM role ARN")).toHaveValue(account.role.arn);
  await expect(edit.getByRole("region", { name: "IAM policy", exact: true })).toBeVisible();
  await expectAccessible(page);
  account.role.principal = "arn:aws:iam::1:user/somebody-else";
  await edit.getByLabel("Inference").selectOption("Global");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit.getByText("Failed to validate")).toBeVisible();
  account.role.principal = account.own.arn;
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toBeHidden();
  await expect(page.getByText("Saved. AI features are available for your organization.")).toBeVisible();
  await expect(page.getByText("global.anthropic.claude-sonnet-5-5", { exact: true })).toBeVisible();

  // Another external ID puts the role out of use until its policy has it.
  await page.getByText("Trust relationship", { exact: true }).click();
  await page.getByRole("button", { name: "New external ID" }).click();
  await settings.dialog("Make a new external ID").getByRole("button", { name: "New external ID" }).click();
  await expect(shown.getByRole("region", { name: "Trust policy", exact: true })).toContainText(account.own.arn);
  const renewed = externalIdPattern.exec(await shown.innerText())?.[0] ?? "";
  expect(renewed).not.toBe(externalId);
  await page.keyboard.press("Escape");
  await expect(page.getByText("Waiting for trust").first()).toBeVisible();
  await settings.button("Test connection").click();
  await expect(page.getByText("gives the same answer for four causes")).toBeVisible();
  account.role.externalId = renewed;
  await settings.button("Test connection").click();
  await expect(page.getByText(verified)).toBeVisible();

  await settings.remove();
  await expect(page.getByText("The provider was removed.")).toBeVisible();
  await expect(settings.button("Save")).toBeVisible();
  await expect(navigation.getByRole("link", { name: "Ask" })).toBeHidden();

  // Nothing that AWS gave, and nothing of the server's own, ever reached the browser.
  const secrets = [secretAccessKey, ...account.sessions.flatMap((each) => [each.secretAccessKey, each.sessionToken])];
  expect(secrets.length).toBeGreaterThan(5);
  expect(bodies.filter((body) => secrets.some((secret) => secret !== null && body.includes(secret)))).toEqual([]);
  expect(server.output()).not.toContain(secretAccessKey);
  expect([...bedrock.violations, ...sts.violations]).toEqual([]);
  const bearers = bedrock.requests.filter(({ headers }) => headers["authorization"]?.startsWith("Bearer"));
  expect(bearers).toEqual([]);
});

test("the form and the dialog fit a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const settings = new AiSettingsPage(page);
  await settings.open();
  await settings.chooseHosting("External models");
  await page.getByRole("combobox", { name: "AI provider" }).selectOption("Amazon Bedrock");
  await expect(page.getByRole("region", { name: "IAM policy", exact: true })).toBeVisible();
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBeLessThanOrEqual(390);
  await page.getByLabel("AWS IAM role ARN").fill(account.role.arn);
  await settings.button("Save").click();
  await expect(settings.dialog("Amazon Bedrock external ID")).toBeVisible();
  expect(await width()).toBeLessThanOrEqual(390);
  await expectAccessible(page);
});

/** First the worksheet, then, with new credentials, what is said about it. */
function afterOneWorksheet({ messages }: Asked): ScriptedTurn {
  if (messages.some(({ role }) => role === "tool")) return { text: "Consumer leads with {{r1:1.segment_sales}}." };
  account.expireSessions();
  return { toolCalls: [salesBySegment] };
}
