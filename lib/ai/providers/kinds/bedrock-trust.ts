import "server-only";
import { AskbookError } from "#lib/errors";
import type { Probe } from "../definition.ts";
import { createExternalId } from "../external-id.ts";
import { assumeRole, type Role } from "./aws-sts.ts";

/** Takes the role with the external ID; then with another one and with none, which a sound trust policy refuses. */
export async function checkTrust(role: Role, externalId: string): Promise<readonly Probe[]> {
  const name = role.roleArn.split("/").at(-1) ?? role.roleArn;
  const assumed = await probe("IAM role", name, () => assumeRole(role, externalId));
  if (assumed.failure !== null) return [assumed];
  const enforced = await probe("External ID", "required", () =>
    Promise.all([expectRefusal(role, createExternalId()), expectRefusal(role, null)]),
  );
  return [assumed, enforced];
}

async function expectRefusal(role: Role, externalId: string | null): Promise<void> {
  try {
    await assumeRole(role, externalId);
  } catch (error) {
    if (error instanceof AskbookError && error.code === "trust_not_configured") return;
    throw error;
  }
  throw new AskbookError("external_id_not_enforced", {
    message: `The role's trust policy does not require the external ID: AWS let Askbook take the role with ${externalId === null ? "none" : "another one"}. Anybody who knows the role's ARN could use it through an organization of their own.`,
  });
}

async function probe(name: string, model: string, work: () => Promise<unknown>): Promise<Probe> {
  const startedAt = performance.now();
  const failure = await work().then(
    () => null,
    (error: unknown) => {
      if (error instanceof AskbookError) return error;
      throw error;
    },
  );
  return { name, role: "chat", model, elapsedMs: Math.round(performance.now() - startedAt), failure };
}
