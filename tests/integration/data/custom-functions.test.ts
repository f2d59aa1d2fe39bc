import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findSources } from "#db/queries/sources";
import type { CustomFunctionForm } from "#lib/contract/custom-functions";
import { deleteCustomFunction, listCustomFunctions, saveCustomFunction } from "#lib/data/custom-functions";
import { stopEngines } from "#lib/data/duckdb/engines";
import { prepareView } from "#lib/data/prepare-view";
import { getFormulaScope, previewFormula } from "#lib/data/preview-formula";
import { valuesView } from "#lib/data/quick-view";
import { createSample } from "#lib/data/sample";
import { changeGeneral, getGeneral } from "#lib/organization/general";
import type { Person } from "#lib/permissions";
import { createPerson, useDatabase } from "#tests/support/database";

useDatabase();

let admin: Person;
let sourceId: string;
const never = new AbortController().signal;
const double: CustomFunctionForm = {
  name: "Double",
  description: "Twice as much.",
  arguments: [{ name: "x", type: "number" }],
  formula: "[x] * 2",
  isHidden: false,
};
const create = (draft: Partial<CustomFunctionForm>) =>
  saveCustomFunction(admin, { target: null, draft: { ...double, ...draft } });

beforeAll(async () => {
  admin = await createPerson();
  await createSample(admin, { rows: 1000 });
  sourceId = (await findSources(admin)).find(({ name }) => name === "Orders")?.id ?? "";
});

afterAll(stopEngines);

describe("a custom function", () => {
  it("is called by formulas of everybody in the organization, by nobody elsewhere, and no more when it is gone", async () => {
    await create({});
    const colleague = await createPerson({ organization: { id: admin.organizationId, name: "" } });
    const formula = "Double(Sum([Quantity])) / Sum([Quantity])";
    const { rows } = await previewFormula(colleague, { sourceId, formula }, never);
    expect(rows.columns.flat().map(Number)).toEqual([2]);
    expect((await getFormulaScope(colleague, sourceId)).customFunctions.map(({ name }) => name)).toEqual(["Double"]);
    expect(await listCustomFunctions(await createPerson())).toEqual([]);

    const [stored] = await listCustomFunctions(admin);
    await deleteCustomFunction(admin, stored?.id ?? "");
    await expect(previewFormula(colleague, { sourceId, formula }, never)).rejects.toMatchObject({
      code: "formula_invalid",
    });
  });

  it("is refused with the field at fault: its name, an argument, a formula with an error, a circle", async () => {
    await create({ name: "First1", formula: "[x]" });
    const refusals: [Partial<CustomFunctionForm>, string][] = [
      [{ name: "first1" }, "name"],
      [{ name: "Sum" }, "name"],
      [{ arguments: [...double.arguments, { name: "X", type: "text" }] }, "arguments.1"],
      [{ formula: "[y] * 2" }, "formula"],
      [{ formula: "Double([x])" }, "formula"],
    ];
    for (const [draft, field] of refusals)
      await expect(create(draft)).rejects.toMatchObject({ code: "formula_invalid", field });
    await create({ name: "Second1", formula: "First1([x])" });
    const first = (await listCustomFunctions(admin)).find(({ name }) => name === "First1");
    const target = { id: first?.id ?? "", version: first?.version ?? "" };
    const circle = saveCustomFunction(admin, { target, draft: { ...double, name: "First1", formula: "Second1([x])" } });
    await expect(circle).rejects.toMatchObject({ code: "formula_invalid", field: "formula" });
  });

  it("is not saved over somebody else's change", async () => {
    await create({ name: "Shared" });
    const [found] = (await listCustomFunctions(admin)).filter(({ name }) => name === "Shared");
    const target = { id: found?.id ?? "", version: found?.version ?? "" };
    const save = (formula: string) =>
      saveCustomFunction(admin, { target, draft: { ...double, name: "Shared", formula } });
    await save("[x] * 3");
    await expect(save("[x] * 4")).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("the organization's settings", () => {
  it("are part of what is compiled: another start of the week is another query, and not the kept result", async () => {
    const byWeek = valuesView(sourceId, ["Order Date"]);
    const [worksheet] = Object.values(byWeek.document.worksheets);
    const [first] = worksheet?.columns ?? [];
    if (first === undefined) throw new Error("The view has columns.");
    first.formula = 'DateTrunc("week", [Order Date])';
    const sunday = await prepareView(admin, byWeek);
    expect((await prepareView(admin, byWeek)).queryHash).toBe(sunday.queryHash);
    await changeGeneral(admin, { ...(await getGeneral(admin)), weekStart: "monday" });
    expect((await prepareView(admin, byWeek)).queryHash).not.toBe(sunday.queryHash);
  });
});
