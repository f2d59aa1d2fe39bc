import { beforeAll, describe, expect, it } from "vitest";
import { findAccountTypes } from "#db/queries/account-types";
import { isSetUp } from "#db/queries/sign-in";
import { getSetUpState, setUp } from "#lib/auth/set-up";
import { findViewer } from "#lib/auth/viewer";
import { AskbookError } from "#lib/errors";
import { defaultAccountTypes, permissions } from "#lib/permissions";
import { useDatabase } from "#tests/support/database";

useDatabase();

const input = {
  organization: "Northwind",
  name: "Ada Lovelace",
  email: "Ada@Example.com",
  password: "correct horse battery",
};

describe("set-up", () => {
  beforeAll(() => {
    process.env["ASKBOOK_SETUP_CODE"] = "SECRETCODE";
  });

  it("is open on an empty site and asks for the one-time code", async () => {
    expect(await getSetUpState()).toEqual({ isOpen: true, needsCode: true });
    await expect(setUp(input, new Headers())).rejects.toMatchObject({ code: "forbidden", field: "code" });
    await expect(setUp({ ...input, code: "SECRETCODF" }, new Headers())).rejects.toMatchObject({ field: "code" });
    expect(await isSetUp()).toBe(false);
  });

  it("lets one of several at once through, and closes for good", async () => {
    const attempts = [1, 2, 3, 4].map((number) =>
      setUp({ ...input, email: `ada${number}@example.com`, code: "secretcode" }, new Headers()),
    );
    const outcomes = await Promise.allSettled(attempts);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(refusals).toHaveLength(3);
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: "set_up_closed" });
    const [winner] = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    if (winner === undefined) throw new AskbookError("internal");

    expect([...winner.viewer.permissions].sort()).toEqual([...permissions].sort());
    const viewer = await findViewer(new Headers({ cookie: `askbook=${winner.token}` }));
    expect(viewer?.userId).toBe(winner.viewer.userId);

    const types = await findAccountTypes(winner.viewer);
    expect(types.map(({ name }) => name)).toEqual(["View", "Act", "Analyze", "Build", "Admin"]);
    for (const { defaultKey, permissions: granted } of types)
      expect([...granted].sort()).toEqual([...(defaultKey ? defaultAccountTypes[defaultKey].permissions : [])].sort());
    expect(types.at(-1)?.memberCount).toBe(1);
    expect((await getSetUpState()).isOpen).toBe(false);
    await expect(setUp({ ...input, code: "SECRETCODE" }, new Headers())).rejects.toMatchObject({
      code: "set_up_closed",
    });
  });
});
