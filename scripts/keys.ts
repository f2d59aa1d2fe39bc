import { existsSync } from "node:fs";
import { closeDatabase } from "#db/client";
import { prune, readStatus, reseal, rotate } from "./keys/key-ring.ts";
import { withDatabase } from "./serve/database.ts";

const help = `The encryption keys of this Askbook: they seal providers' and databases' credentials.

  npm run keys -- status   Which keys there are, and how much each of them sealed.
  npm run keys -- rotate   Makes a new key and seals everything with it. Servers may run meanwhile.
  npm run keys -- reseal   Seals everything with the first key, after another one was put in front.
  npm run keys -- prune    Forgets all keys but the first. Run it once no backup needs the others.`;

const commands: Readonly<Record<string, () => Promise<string>>> = {
  status: describeStatus,
  rotate: rotateKeys,
  reseal: async () => `Sealed ${texts((await reseal()).resealed)} with the first key.`,
  prune: pruneKeys,
};

await main(process.argv[2]);

async function main(name: string | undefined): Promise<void> {
  const command = name === undefined ? undefined : commands[name];
  if (command === undefined) {
    console.log(help);
    process.exitCode = name === undefined ? 0 : 1;
    return;
  }
  if (existsSync(".env")) process.loadEnvFile();
  try {
    await withDatabase(process.env["ASKBOOK_DATA_DIR"] ?? ".askbook", async (url) => {
      process.env["DATABASE_URL"] = url;
      console.log(await command().finally(closeDatabase));
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

async function describeStatus(): Promise<string> {
  const { keyIds, withFirstKey, withOtherKeys, unreadable } = await readStatus();
  return [
    `Keys, the one that seals first: ${keyIds.join(", ")}`,
    `Sealed with the first key: ${withFirstKey}. With others: ${withOtherKeys}. Not readable with any: ${unreadable}.`,
  ].join("\n");
}

async function rotateKeys(): Promise<string> {
  const rotated = await rotate();
  if ("newKey" in rotated)
    return `The keys come from ASKBOOK_ENCRYPTION_KEYS. Put this new one in front of those that are there, with a comma:

${rotated.newKey}

Do so for all servers, start them again together, then run: npm run keys -- reseal`;
  const { unreadable } = await readStatus();
  const lost = unreadable === 0 ? "" : ` ${texts(unreadable)} could not be read with any key and stayed as before.`;
  return `A new key seals from now on, and sealed ${texts(rotated.resealed)} anew.${lost} Running servers use it at once.
The keys before it still open what a backup holds. When none is needed any more: npm run keys -- prune`;
}

async function pruneKeys(): Promise<string> {
  const { removed, isInEnvironment } = await prune();
  if (removed === 0) return "There is one key only; nothing to forget.";
  if (isInEnvironment)
    return "Everything is sealed with the first key. Remove the others from ASKBOOK_ENCRYPTION_KEYS and start the servers again.";
  return `Forgot ${removed === 1 ? "one key" : `${removed} keys`}. One is left, which sealed everything.`;
}

function texts(count: number): string {
  return count === 1 ? "1 text" : `${count} texts`;
}
