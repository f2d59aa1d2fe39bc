import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** 256 random bits. Only their hash is stored, so a copy of the database signs nobody in. */
export function createToken(): { readonly token: string; readonly tokenHash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, tokenHash: hashToken(token) };
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
