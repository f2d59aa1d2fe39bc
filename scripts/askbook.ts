import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { closeDatabase } from "#db/client";
import { createOrganizationWithAdmin, findUserByEmail } from "#db/queries/sign-in";
import { recordAudit } from "#lib/audit/record";
import { parseInput } from "#lib/auth/input";
import { createResetLink } from "#lib/auth/links";
import { hashPassword } from "#lib/auth/password";
import { createOrganizationSchema } from "#lib/contract/accounts";
import { stopEngines } from "#lib/data/duckdb/engines";
import { createSample } from "#lib/data/sample";
import { env } from "#lib/env";
import type { SystemActor } from "#lib/permissions";
import { describeAddresses } from "./serve/addresses.ts";
import { withDatabase } from "./serve/database.ts";
import { readPort } from "./serve/port.ts";

const help = `Administration of this Askbook, for whoever runs the server.

  npm run askbook -- reset-password <e-mail>
      Prints a link by which the person chooses a new password. It works once, for a day; then all their sessions end.

  npm run askbook -- organization create --organization <name> --name <admin's name> --email <e-mail>
      Makes an organization with its admin and the sample data, and prints the admin's password.`;

type Command = (parameters: readonly string[]) => Promise<void>;

const commands: Readonly<Record<string, Command>> = {
  "reset-password": resetPasswordCommand,
  "organization create": createOrganizationCommand,
};

await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<void> {
  const name = Object.keys(commands).find((candidate) => `${words.join(" ")} `.startsWith(`${candidate} `));
  const command = name === undefined ? undefined : commands[name];
  if (name === undefined || command === undefined) {
    console.log(help);
    process.exitCode = words.length === 0 ? 0 : 1;
    return;
  }
  if (existsSync(".env")) process.loadEnvFile();
  try {
    await withState(() => command(words.slice(name.split(" ").length)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

async function withState(work: () => Promise<void>): Promise<void> {
  await withDatabase(process.env["ASKBOOK_DATA_DIR"] ?? ".askbook", async (url) => {
    process.env["DATABASE_URL"] = url;
    await work().finally(closeDatabase);
  });
}

async function resetPasswordCommand([email]: readonly string[]): Promise<void> {
  if (email === undefined) throw new Error("Say whose password: npm run askbook -- reset-password ada@example.com");
  const found = await findUserByEmail(email);
  if (found === null) throw new Error(`Nobody with the e-mail address ${email} can sign in here.`);
  const { path, expiresAt } = await createResetLink(actorIn(found.organizationId), found.userId);
  const [address = ""] = describeAddresses(process.env["HOST"] ?? "127.0.0.1", readPort());
  console.log(`${address}${path}
By this link ${email} chooses a new password. It works once, until ${expiresAt}.
Where people reach Askbook under another address, put that one before /reset.`);
}

async function createOrganizationCommand(parameters: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...parameters],
    options: { organization: { type: "string" }, name: { type: "string" }, email: { type: "string" } },
  });
  const password = createPassword();
  const input = parseInput(createOrganizationSchema, { ...values, password });
  const created = await createOrganizationWithAdmin({ ...input, passwordHash: await hashPassword(password) });
  const record = { action: "organization.create", target: input.organization, outcome: "done" } as const;
  await recordAudit(actorIn(created.organizationId), record);
  console.log(`${input.organization} is there. ${input.email} signs in with the password ${password}`);
  await createSample(actorIn(created.organizationId), { rows: env().ASKBOOK_SAMPLE_ROWS }).finally(stopEngines);
  console.log("The sample data is ready.");
}

function actorIn(organizationId: string): SystemActor {
  return { kind: "system", organizationId, purpose: "command line" };
}

function createPassword(): string {
  return randomBytes(12).toString("base64url");
}
