import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#db/client";
import { createRun } from "#db/queries/runs";
import { findSources, getSource, getSourceProfile, getSourceScope } from "#db/queries/sources";
import { source, sourceGrant } from "#db/schema/source";
import { stopEngines } from "#lib/data/duckdb/engines";
import { findValues } from "#lib/data/find-values";
import { startJobWorker } from "#lib/data/jobs";
import { getResult, getResultRows, getResultSql } from "#lib/data/results";
import { runView } from "#lib/data/run-view";
import { createSample } from "#lib/data/sample";
import type { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import type { Document, View, Worksheet } from "#lib/worksheet/worksheet";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";

useDatabase();

const rows = 5_000;
let admin: Person;
let reader: Person;
let modelId = "";

beforeAll(async () => {
  const organization = await createOrganization();
  admin = await createPerson({ organization });
  reader = await createPerson({ organization, permissions: ["useAsk"] });
  modelId = (await createSample(admin, { rows })).modelId;
});

afterAll(() => stopEngines());

const signal = new AbortController().signal;

function salesByRegion(changes: Partial<Worksheet> = {}): { document: Document; view: View } {
  const worksheet: Worksheet = {
    version: 1,
    name: "Sales by region",
    source: { sourceId: modelId },
    columns: [
      { id: "region", name: "Region", formula: "[Region]" },
      { id: "sales", name: "Total", formula: "Sum([Sales])" },
      { id: "lines", name: "Lines", formula: "Count()" },
      { id: "first", name: "First", formula: "Min([Order Date])" },
    ],
    groupings: [
      {
        id: "g",
        keys: ["region"],
        calculations: ["sales", "lines", "first"],
        sort: [{ columnId: "region", direction: "ascending" }],
      },
    ],
    summaries: [],
    filters: [],
    sort: [],
    limit: null,
    ...changes,
  };
  return {
    document: { worksheets: { w: worksheet }, controls: [] },
    view: { worksheetId: "w", level: "g", columns: ["region", "sales", "lines", "first"] },
  };
}

function allLines(): { document: Document; view: View } {
  const { document } = salesByRegion({
    columns: [
      { id: "id", name: "Order", formula: "[Order Id]" },
      { id: "email", name: "Email", formula: "[Customer Email]" },
    ],
    groupings: [],
  });
  return { document, view: { worksheetId: "w", level: "base", columns: ["id", "email"] } };
}

async function errorOf(work: Promise<unknown>): Promise<AskbookError> {
  return work.then(
    () => Promise.reject(new Error("It should have failed.")),
    (error) => error,
  );
}

describe("runView", () => {
  it("answers from the model, through its relationships", async () => {
    const result = await runView(reader, salesByRegion(), { signal });
    const { columns } = await getResultRows(reader, result.id, { offset: 0, limit: 100 });
    expect(columns[0]).toEqual(["Central", "East", "South", "West"]);
    expect(columns[2]?.reduce<number>((sum, cell) => sum + Number(cell), 0)).toBe(rows);
    expect(columns[3]?.every((cell) => /^20\d\d-\d\d-\d\d$/.test(String(cell)))).toBe(true);
    expect(result.asOf).toBe("2026-11-01");
    expect(result.rowCount).toBe(4);
    expect(result.truncated).toBe(false);
    expect(Object.values(result.dataVersions)).toContain(`sample-1-${rows}`);
  });
  it("keeps a copy for a run, with the same rows", async () => {
    const first = await runView(reader, salesByRegion(), { signal });
    const stored = { kind: "ask", instanceId: "test", input: {}, title: "" } as const;
    const { runId } = await createRun(reader, stored, () => []);
    const second = await runView(reader, salesByRegion(), { signal, runId });
    expect(second.id).not.toBe(first.id);
    expect(second.queryHash).toBe(first.queryHash);
    const range = { offset: 0, limit: 10 };
    expect(await getResultRows(reader, second.id, range)).toEqual(await getResultRows(reader, first.id, range));
  });
  it("gives ranges of many rows, stored or not", async () => {
    const result = await runView(reader, allLines(), { signal, rowLimit: 1_000 });
    expect([result.rowCount, result.truncated]).toEqual([1_000, true]);
    const stored = await getResultRows(reader, result.id, { offset: 990, limit: 10 });
    expect([stored.offset, stored.rowCount]).toEqual([990, 10]);
    const beyond = await getResultRows(reader, result.id, { offset: 995, limit: 10 });
    expect(beyond.rowCount).toBe(10);
    expect(beyond.columns[0]?.slice(0, 5)).toEqual(stored.columns[0]?.slice(5));
    const end = await getResultRows(reader, result.id, { offset: rows - 3, limit: 10 });
    expect(end.rowCount).toBe(3);
  });
  it("says what is wrong with a formula", async () => {
    const broken = salesByRegion();
    const [worksheet] = Object.values(broken.document.worksheets);
    const columns = (worksheet?.columns ?? []).map((column) =>
      column.id === "sales" ? { ...column, formula: "Sum([Slaes])" } : column,
    );
    const error = await errorOf(runView(reader, salesByRegion({ columns }), { signal }));
    expect([error.code, error.message]).toEqual(["formula_invalid", expect.stringContaining("Slaes")]);
  });
});

describe("access", () => {
  it("is refused to another organization and to another person", async () => {
    const stranger = await createPerson();
    expect((await errorOf(runView(stranger, salesByRegion(), { signal }))).code).toBe("not_found");
    const result = await runView(reader, salesByRegion(), { signal });
    for (const other of [stranger, admin]) {
      expect((await errorOf(getResult(other, result.id))).code).toBe("not_found");
      expect((await errorOf(getResultRows(other, result.id, { offset: 0, limit: 1 }))).code).toBe("not_found");
    }
  });
  it("shows SQL only to those who may see it", async () => {
    const result = await runView(reader, salesByRegion(), { signal });
    expect((await errorOf(getResultSql(reader, result.id))).code).toBe("forbidden");
    const own = await runView(admin, salesByRegion(), { signal });
    expect(await getResultSql(admin, own.id)).toContain("order_lines");
  });
  it("ends with the grant, for what is stored too", async () => {
    const result = await runView(reader, salesByRegion(), { signal });
    const grants = await db().delete(sourceGrant).where(eq(sourceGrant.sourceId, modelId)).returning();
    try {
      expect((await errorOf(getResultRows(reader, result.id, { offset: 0, limit: 1 }))).code).toBe("not_found");
      expect((await errorOf(runView(reader, salesByRegion(), { signal }))).code).toBe("not_found");
      expect((await findSources(reader)).map((listed) => listed.name)).not.toContain("Orders");
    } finally {
      await db().insert(sourceGrant).values(grants);
    }
  });
  it("follows a row rule from the moment it is set, for what is stored too", async () => {
    const result = await runView(reader, salesByRegion(), { signal });
    await db().update(source).set({ rowRule: '[Region] = "East"' }).where(eq(source.name, "Customers"));
    try {
      const { columns } = await getResultRows(reader, result.id, { offset: 0, limit: 100 });
      expect(columns[0]?.filter((cell) => cell !== null)).toEqual(["East"]);
      const values = await findValues(reader, modelId, { columnId: "region", words: ["West", "East"] });
      expect(values.map((found) => found.word)).toEqual(["East"]);
    } finally {
      await db().update(source).set({ rowRule: null }).where(eq(source.name, "Customers"));
    }
  });
});

describe("findValues", () => {
  it("finds values by word in any text column", async () => {
    const found = await findValues(reader, modelId, { columnId: null, words: ["west", "phone", "tecnology"] });
    const region = found.find((match) => match.word === "west" && match.columnId === "region");
    expect(region).toEqual({ word: "west", columnId: "region", columnPath: ["Region"], values: ["West"], exact: true });
    expect(found.find((match) => match.word === "phone" && match.columnId === "sub_category")?.values).toEqual([
      "Phones",
    ]);
    expect(found.find((match) => match.word === "tecnology")).toMatchObject({ values: ["Technology"], exact: false });
  });
});

describe("profiles", () => {
  it("are made in the background after a source was created", async () => {
    const worker = await startJobWorker();
    try {
      await expect.poll(() => getSourceProfile(reader, modelId), { timeout: 20_000, interval: 100 }).not.toBeNull();
    } finally {
      await worker.stop();
    }
    expect((await getSource(reader, modelId)).columns.filter(({ isUnique }) => isUnique)).toEqual([]);
    const profile = await getSourceProfile(reader, modelId);
    const byColumn = new Map(profile?.columns.map((column) => [column.columnId, column]));
    expect(profile?.rowCount).toBe(rows);
    expect(byColumn.get("region")).toMatchObject({ count: rows, nulls: 0, distinct: 4, min: "Central", max: "West" });
    expect(byColumn.get("region")?.topValues.map((top) => top.value)).toContain("West");
    expect(byColumn.get("order_date")?.min).toBe("2023-11-01");
    expect(Number(byColumn.get("rating")?.nulls)).toBeGreaterThan(400);
  });
});

describe("a relationship", () => {
  it("to a key that is unique is a plain join", async () => {
    const asked = salesByRegion();
    const { sql } = await runView(reader, asked, { signal });
    expect(sql).toMatch(/JOIN/);
    expect(sql.match(/GROUP BY/g)).toHaveLength(1);
  });
});

describe("another source in a formula", () => {
  const returnsOfLines = (formula: string): { document: Document; view: View } => {
    const { document } = salesByRegion({
      columns: [
        { id: "order", name: "Order", formula: "[Order Id]" },
        { id: "returns", name: "Returned Lines", formula },
      ],
      groupings: [],
      sort: [{ columnId: "returns", direction: "descending" }],
    });
    return { document, view: { worksheetId: "w", level: "base", columns: ["order", "returns"] } };
  };
  const rollup = () => returnsOfLines("Rollup(Count([returns/Return Reason]), [Order Id], [Returns/Order Id])");

  it("is read by those who may use it", async () => {
    const result = await runView(reader, rollup(), { signal, rowLimit: 5 });
    const { columns } = await getResultRows(reader, result.id, { offset: 0, limit: 1 });
    expect(Number(columns[1]?.[0])).toBeGreaterThan(0);
  });

  it("is unknown to everybody else", async () => {
    const [returns] = (await findSources(reader)).filter(({ name }) => name === "Returns");
    const grants = await db()
      .delete(sourceGrant)
      .where(eq(sourceGrant.sourceId, returns?.id ?? ""))
      .returning();
    const error = await errorOf(runView(reader, rollup(), { signal, rowLimit: 5 }));
    await db().insert(sourceGrant).values(grants);
    expect(error.code).toBe("formula_invalid");
    expect(error.message).toContain("Unknown column [returns/Return Reason]");
    expect((await errorOf(runView(reader, returnsOfLines("Sum([Nothing/Amount])"), { signal }))).code).toBe(
      "formula_invalid",
    );
  });
});

describe("the model's scope", () => {
  it("has the base and what is related", async () => {
    const scope = await getSourceScope(reader, modelId);
    expect([...scope.values()].map((one) => one.name).sort()).toEqual([
      "Customers",
      "Order Lines",
      "Orders",
      "Products",
      "Stores",
    ]);
    expect((await getSource(reader, modelId)).metrics.length).toBeGreaterThan(5);
  });
});
