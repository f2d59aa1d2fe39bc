import "server-only";
import { hash, verify } from "@node-rs/argon2";

/** argon2id with the library's parameters (19 MiB, two passes). */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

let ofNobody: Promise<string> | undefined;

/** Takes the same time whether or not there is a hash, so that the time does not tell who has an account. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  ofNobody ??= hash("the password of nobody");
  const matches = await verify(passwordHash ?? (await ofNobody), password);
  return matches && passwordHash !== null;
}
