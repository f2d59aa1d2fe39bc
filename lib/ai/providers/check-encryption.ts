import "server-only";
import { findEncryptionCanaries } from "#db/queries/sign-in";
import { isCanaryReadable } from "#lib/crypto/canary";
import { log } from "#lib/log";

const red = "\u001b[31m";
const plain = "\u001b[0m";

/**
 * Asked when the server starts: says in red whose credentials this server cannot read, because its encryption key is another one.
 * Nothing stops and nothing is overwritten; those providers wait until their credentials are entered again or the key is back.
 */
export async function reportLostKeys(): Promise<readonly string[]> {
  const canaries = await findEncryptionCanaries();
  const lost = canaries.filter(({ sealed, organizationId }) => !isCanaryReadable(sealed, organizationId));
  for (const { organizationId, name } of lost) {
    log().error({ organizationId }, "the AI provider's credentials cannot be read with this server's encryption keys");
    console.error(
      `${red}The stored credentials of ${name} cannot be read: this server has another encryption key than the one that sealed them. Give it the earlier key (ASKBOOK_ENCRYPTION_KEYS), or enter the credentials again in AI settings.${plain}`,
    );
  }
  return lost.map(({ organizationId }) => organizationId);
}
