import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#db/client";
import { findSources } from "#db/queries/sources";
import { result } from "#db/schema/run";
import { source, sourceGrant } from "#db/schema/source";
import { formulaPreviewSchema, formulaScopeSchema } from "#lib/contract/formulas";
import { stopEngines } from "#lib/data/duckdb/engines";
import { getFormulaScope, previewFormula } from "#lib/data/preview-formula";
import { createSample } from "#lib/data/sample";
import type { Person } from "#lib/permissions";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";

useDatabase();

let admin: Person;
let reader: Person;
let sourceId = "";

beforeAll(async () => {
  const organization = await createOrganization();
  admin = await createPerson({ organization });
  reader = await createPerson({ organization, permissions: ["useAsk", "viewWorkbooks", "exploreBasic"] });
  sourceId = (await createSample(admin, { rows: 1_000 })).modelId;
});

afterAll(() => stopEngines());

const { signal } = new AbortController();

describe("trying a formula", () => {
  it("gives its first rows with the columns that it reads", async () => {
    const preview = await previewFormula(admin, { sourceId, formula: 'DateTrunc("month", [Order Date])' }, signal);
    expect(formulaPreviewSchema.parse(preview).level).toBe("base");
    expect(preview.result.schema.map(({ name }) => name)).toEqual(["Result", "Order Date"]);
    expect(preview.rows.rowCount).toBe(100);
    const [months = [], days = []] = preview.rows.columns;
    expect(months).toEqual(days.map((day) => `${String(day).slice(0, 7)}-01`));
  });

  it("gives one value when it aggregates", async () => {
    const preview = await previewFormula(admin, { sourceId, formula: "Count()" }, signal);
    expect([preview.level, preview.rows.columns]).toEqual(["summary", [[1_000]]]);
  });

  it("keeps nothing of what was tried", async () => {
    const countResults = async () => (await db().select({ id: result.id }).from(result)).length;
    const before = await countResults();
    await previewFormula(admin, { sourceId, formula: "Count() + 1" }, signal);
    expect(await countResults()).toBe(before);
  });

  it("says what is wrong with it", async () => {
    await expect(previewFormula(admin, { sourceId, formula: "Sum([Sales]" }, signal)).rejects.toMatchObject({
      code: "formula_invalid",
      field: "formula",
    });
  });

  it("is for those who may explore with formulas", async () => {
    await expect(previewFormula(reader, { sourceId, formula: "Count()" }, signal)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("keeps to the rows of the viewer, and keeps the rule to itself", async () => {
    const scope = await getFormulaScope(admin, sourceId);
    const lines = scope.sources.find(({ relationships }) => relationships.length > 0)?.id ?? sourceId;
    await db().update(source).set({ rowRule: "False" }).where(eq(source.id, lines));
    const preview = await previewFormula(admin, { sourceId, formula: "Count()" }, signal);
    expect(preview.rows.columns).toEqual([[0]]);
    expect(JSON.stringify(formulaScopeSchema.parse(await getFormulaScope(admin, sourceId)))).not.toContain("rowRule");
  });
});

describe("the scope of formulas", () => {
  it("holds the other sources of the connection that the viewer may use, and those only", async () => {
    const others = (await findSources(admin)).map(({ name }) => name).toSorted();
    const named = (await getFormulaScope(admin, sourceId)).sources.map(({ name }) => name);
    expect(named.toSorted()).toEqual(expect.arrayContaining(others));
    const hidden = await db().select({ id: source.id }).from(source).where(eq(source.name, "Sales Targets"));
    await db()
      .delete(sourceGrant)
      .where(eq(sourceGrant.sourceId, hidden[0]?.id ?? ""));
    expect((await getFormulaScope(admin, sourceId)).sources.map(({ name }) => name)).not.toContain("Sales Targets");
  });

  it("is not given for a source of others", async () => {
    const stranger = await createPerson({ organization: await createOrganization() });
    await expect(getFormulaScope(stranger, sourceId)).rejects.toMatchObject({ code: "not_found" });
  });
});
