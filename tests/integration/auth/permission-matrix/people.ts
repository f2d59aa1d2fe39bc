import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { db } from "#db/client";
import { createAccountType, findAccountTypes } from "#db/queries/account-types";
import { createCustomFunction, findCustomFunctions } from "#db/queries/custom-functions";
import { createInvitation } from "#db/queries/invitations";
import { createOrganizationWithAdmin } from "#db/queries/sign-in";
import { createUser } from "#db/queries/users";
import { run, thread } from "#db/schema/run";
import { session } from "#db/schema/user";
import { startSession } from "#lib/auth/session";
import { type DefaultAccountType, defaultAccountTypes, type Person, type SystemActor } from "#lib/permissions";

/** Everybody of the matrix: the five account types, one that may do nothing, and the admin of another organization. */
export type Role = DefaultAccountType | "nobody" | "stranger";
export const colleagues = ["view", "act", "analyze", "build", "admin", "nobody"] as const;

export type Member = {
  readonly person: Person;
  /** For the Cookie header. */
  readonly cookie: string;
  /** An answer of theirs that has ended, and its thread. */
  readonly runId: string;
  readonly threadId: string;
};

/** What the actions are about: all of the first organization. */
export type Things = {
  readonly memberId: string;
  readonly invitationId: string;
  readonly accountTypeId: string;
  readonly functionId: string;
  readonly functionVersion: string;
};

export async function createOrganization(): Promise<{ readonly actor: SystemActor; readonly admin: Member }> {
  const email = `${randomUUID()}@example.test`;
  const owner = await createOrganizationWithAdmin({ organization: "Acme", name: "Ada", email, passwordHash: "" });
  const actor = { kind: "system", organizationId: owner.organizationId, purpose: "test" } as const;
  return { actor, admin: await signedIn(owner) };
}

export async function createColleagues(actor: SystemActor, admin: Member): Promise<Record<Role, Member>> {
  return {
    view: await createMember(actor, "view"),
    act: await createMember(actor, "act"),
    analyze: await createMember(actor, "analyze"),
    build: await createMember(actor, "build"),
    nobody: await createMember(actor, null),
    admin,
    stranger: (await createOrganization()).admin,
  };
}

/** Somebody of a default account type; null: of one that may do nothing. */
export async function createMember(actor: SystemActor, key: DefaultAccountType | null): Promise<Member> {
  const accountTypeId =
    key === null
      ? await createAccountType(actor, { name: "Nothing", permissions: [] })
      : (await findAccountTypes(actor)).find((type) => type.defaultKey === key)?.id;
  if (accountTypeId === undefined) throw new Error("The default account types are there from the beginning.");
  const userId = await createUser(actor, {
    name: key === null ? "Nobody" : defaultAccountTypes[key].name,
    email: `${randomUUID()}@example.test`,
    accountTypeId,
    passwordHash: null,
  });
  return signedIn({ userId, organizationId: actor.organizationId });
}

export async function createThings(actor: SystemActor): Promise<Things> {
  const accountTypeId = await createAccountType(actor, { name: `Type ${randomUUID()}`, permissions: ["useAsk"] });
  const email = () => `${randomUUID()}@example.test`;
  const draft = { name: `F${randomUUID().replaceAll("-", "")}`, description: "", arguments: [], formula: "1" };
  const functionId = await createCustomFunction(actor, { ...draft, isHidden: false }, () => undefined);
  const stored = (await findCustomFunctions(actor)).find(({ id }) => id === functionId);
  return {
    accountTypeId,
    memberId: await createUser(actor, { name: "Member", email: email(), accountTypeId, passwordHash: null }),
    invitationId: await createInvitation(actor, {
      email: email(),
      accountTypeId,
      tokenHash: randomUUID(),
      expiresAt: new Date(Date.now() + 60_000),
    }),
    functionId,
    functionVersion: stored?.updatedAt.toISOString() ?? "",
  };
}

/** As if the password had been entered so long ago. */
export async function setSignInAge({ person }: Member, milliseconds: number): Promise<void> {
  const signedInAt = new Date(Date.now() - milliseconds);
  await db().update(session).set({ signedInAt }).where(eq(session.id, person.sessionId));
}

async function signedIn(owner: { readonly userId: string; readonly organizationId: string }): Promise<Member> {
  const { token, viewer } = await startSession(owner, new Headers());
  const threadId = randomUUID();
  const runId = randomUUID();
  const { organizationId, userId } = owner;
  await db().insert(thread).values({ id: threadId, organizationId, ownerId: userId, title: "Sales" });
  await db()
    .insert(run)
    .values({
      id: runId,
      organizationId,
      userId,
      threadId,
      kind: "ask",
      // One that can be continued as well.
      status: "interrupted",
      instanceId: "test",
      input: { kind: "ask", question: "Sales?" },
      parts: [],
    });
  return { person: viewer, cookie: `askbook=${token}`, runId, threadId };
}
