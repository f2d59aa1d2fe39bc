import { beforeAll, expect, it } from "vitest";
import { getOrganization } from "#db/queries/organizations";
import { isAiAvailable } from "#lib/ai/providers/registry";
import { describeSession } from "#lib/auth/session-info";
import { type Person, permissions } from "#lib/permissions";
import { createPerson, useDatabase } from "#tests/support/database";
import { findUsableSources } from "../../../app/find-usable-sources.ts";

useDatabase();

let viewer: Person;

beforeAll(async () => {
  viewer = await createPerson({ permissions: [] });
});

it("gives somebody whose account type includes nothing what the frame and the profile need", async () => {
  expect(await findUsableSources(viewer)).toEqual([]);
  expect((await getOrganization(viewer)).name).toBe("Acme");
  expect(await isAiAvailable(viewer)).toBeTypeOf("boolean");
  expect((await describeSession(viewer)).user.email).toBe(viewer.email);
});

it.each(permissions)("lets somebody with %s find sources, or none, without a refusal", async (permission) => {
  expect(await findUsableSources(await createPerson({ permissions: [permission] }))).toEqual([]);
});
