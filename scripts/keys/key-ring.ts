import { findSealedTexts, type SealedKind, type SealedText, updateSealedTexts } from "#db/queries/sealed";
import { externalIdPlace } from "#lib/ai/providers/external-id";
import { recordAudit } from "#lib/audit/record";
import { canaryPlace } from "#lib/crypto/canary";
import { createMasterKey, getKeyRing, placeOfKeyRing, textOfKey, writeKeyFile } from "#lib/crypto/key-ring";
import { isSealedWithFirstKey, open, type SealPlace, seal } from "#lib/crypto/seal";
import { secretPlace } from "#lib/data/postgres/settings";
import { AskbookError } from "#lib/errors";

/** What is sealed, by the key that opens it. */
export type KeyRingStatus = {
  /** Not the keys: what names them in sealed texts. */
  readonly keyIds: readonly string[];
  readonly withFirstKey: number;
  readonly withOtherKeys: number;
  /** No key of the ring opens them. */
  readonly unreadable: number;
};

export async function readStatus(): Promise<KeyRingStatus> {
  return describe(await findSealedTexts());
}

/**
 * Puts a new key in front of the ring in the data folder and seals everything with it; the keys before it still open what they sealed.
 * Gives the new key instead when the ring comes from the environment, where only whoever runs the server can put it.
 */
export async function rotate(): Promise<{ readonly resealed: number } | { readonly newKey: string }> {
  const place = placeOfKeyRing();
  if (place.kind === "environment") return { newKey: createMasterKey() };
  return resealAfter("encryption-keys.rotate", () =>
    writeKeyFile(place.path, [createMasterKey(), ...getKeyRing().map(textOfKey)]),
  );
}

/** Seals with the first key what other keys of the ring sealed. */
export function reseal(): Promise<{ readonly resealed: number }> {
  return resealAfter("encryption-keys.reseal", () => undefined);
}

/** Forgets all keys but the first. Throws a sentence while anything needs another one. */
export async function prune(): Promise<{ readonly removed: number; readonly isInEnvironment: boolean }> {
  const place = placeOfKeyRing();
  const removed = getKeyRing().length - 1;
  await updateSealedTexts(
    async (texts) => {
      const { withOtherKeys } = describe(texts);
      if (withOtherKeys > 0)
        throw new Error(
          `${counted(withOtherKeys)} still sealed with an earlier key. Run first: npm run keys -- reseal`,
        );
      if (place.kind === "file") writeKeyFile(place.path, getKeyRing().slice(0, 1).map(textOfKey));
    },
    () => null,
  );
  if (place.kind === "file" && removed > 0) await audit("encryption-keys.prune", await findSealedTexts(), { removed });
  return { removed, isInEnvironment: place.kind === "environment" };
}

async function resealAfter(action: string, prepare: () => void): Promise<{ readonly resealed: number }> {
  const done: SealedText[] = [];
  await updateSealedTexts(
    async (texts) => {
      requireReadable(texts);
      prepare();
    },
    (text) => {
      const opened = isSealedWithFirstKey(text.sealed) ? null : openOrNull(text);
      if (opened === null) return null;
      done.push(text);
      return seal(opened, places[text.kind](text));
    },
  );
  await audit(action, done, {});
  return { resealed: done.length };
}

/** With a foreign ring, such as when the server has its keys from an environment that this command lacks, nothing is begun. */
function requireReadable(texts: readonly SealedText[]): void {
  if (texts.length === 0 || describe(texts).unreadable < texts.length) return;
  throw new Error(
    "Nothing that is sealed can be read with these keys, so nothing was changed. Give this command the server's own: the same ASKBOOK_DATA_DIR, and ASKBOOK_ENCRYPTION_KEYS if the server has it.",
  );
}

function describe(texts: readonly SealedText[]): KeyRingStatus {
  const readable = texts.filter((text) => openOrNull(text) !== null);
  const withFirstKey = readable.filter(({ sealed }) => isSealedWithFirstKey(sealed)).length;
  return {
    keyIds: getKeyRing().map(({ id }) => id),
    withFirstKey,
    withOtherKeys: readable.length - withFirstKey,
    unreadable: texts.length - readable.length,
  };
}

/** `1 text is`, `3 texts are`. */
function counted(count: number): string {
  return count === 1 ? "1 text is" : `${count} texts are`;
}

/** Where each kind is sealed for, as who seals it says. */
const places: Readonly<Record<SealedKind, (text: SealedText) => SealPlace>> = {
  canary: ({ organizationId }) => canaryPlace(organizationId),
  "external-id": ({ organizationId }) => externalIdPlace(organizationId),
  "connection-secret": ({ organizationId, row }) => secretPlace(organizationId, row),
  "provider-secret": ({ organizationId, row, field }) => ({ organizationId, row, field }),
};

function openOrNull(text: SealedText): string | null {
  try {
    return open(text.sealed, places[text.kind](text));
  } catch (error) {
    if (error instanceof AskbookError && error.code === "encryption_key_missing") return null;
    throw error;
  }
}

/** In every organization that is concerned. */
async function audit(
  action: string,
  texts: readonly SealedText[],
  after: Readonly<Record<string, unknown>>,
): Promise<void> {
  const [{ id: keyId }] = getKeyRing();
  for (const [organizationId, own] of Map.groupBy(texts, (text) => text.organizationId))
    await recordAudit(
      { kind: "system", organizationId, purpose: "command line" },
      { action, after: { keyId, texts: own.length, ...after }, outcome: "done" },
    );
}
