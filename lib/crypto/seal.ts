import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { AskbookError } from "#lib/errors";
import { getKeyRing, type MasterKey } from "./key-ring.ts";

/** Where a secret belongs. A sealed text opens only in the place that it was sealed for. */
export type SealPlace = { readonly organizationId: string; readonly row: string; readonly field: string };

const version = "v1";
const ivLength = 12;
const tagLength = 16;

/** AES-256-GCM: `v1:<key id>:<base64url(iv | ciphertext | tag)>`. */
export function seal(text: string, place: SealPlace): string {
  const [key] = getKeyRing();
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(key), iv).setAAD(additionalData(place));
  const bytes = Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${version}:${key.id}:${bytes.toString("base64url")}`;
}

/** Throws `encryption_key_missing` when no key of the ring opens it here, or when it was changed or moved. */
export function open(sealed: string, place: SealPlace): string {
  const [sealedVersion, keyId, payload] = sealed.split(":");
  const key = getKeyRing().find((candidate) => candidate.id === keyId);
  if (sealedVersion !== version || key === undefined || payload === undefined)
    throw new AskbookError("encryption_key_missing");
  const bytes = Buffer.from(payload, "base64url");
  // A text has one spelling: what decodes to the same bytes was changed all the same.
  if (bytes.length < ivLength + tagLength || bytes.toString("base64url") !== payload)
    throw new AskbookError("encryption_key_missing");
  const decipher = createDecipheriv("aes-256-gcm", sealingKey(key), bytes.subarray(0, ivLength), {
    authTagLength: tagLength,
  })
    .setAAD(additionalData(place))
    .setAuthTag(bytes.subarray(-tagLength));
  try {
    return decipher.update(bytes.subarray(ivLength, -tagLength), undefined, "utf8") + decipher.final("utf8");
  } catch (cause) {
    throw new AskbookError("encryption_key_missing", { cause });
  }
}

export function isSealedWithFirstKey(sealed: string): boolean {
  return sealed.startsWith(`${version}:${getKeyRing()[0].id}:`);
}

function sealingKey(key: MasterKey): Buffer {
  return Buffer.from(hkdfSync("sha256", key.bytes, Buffer.alloc(0), "askbook seal v1", 32));
}

function additionalData({ organizationId, row, field }: SealPlace): Buffer {
  return Buffer.from([organizationId, row, field, version].join("|"), "utf8");
}
