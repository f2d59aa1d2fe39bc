import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { stopEngines } from "#lib/data/duckdb/engines";
import { mostElements, type WorkbookDocument } from "#lib/workbook/workbook";
import { createSales } from "#tests/integration/ai/ask/support";
import { useDatabase } from "#tests/support/database";
import { type Answer, callRoute } from "#tests/support/routes";
import { sampleDocument, tableElement, worksheetOf } from "#tests/support/workbooks";
import { createColleagues, createOrganization, type Member, type Role } from "../auth/permission-matrix/people.ts";

useDatabase();

let people: Record<Role, Member>;
let sourceId: string;
let document: WorkbookDocument;
let workbookId: string;

beforeAll(async () => {
  const { actor, admin } = await createOrganization();
  people = await createColleagues(actor, admin);
  sourceId = await createSales(admin.person);
  document = sampleDocument(sourceId);
});

afterAll(() => stopEngines());

beforeEach(async () => {
  workbookId = idOf(await create(document));
});

const idOf = ({ json }: Answer): string => z.object({ id: z.uuid() }).parse(json).id;
const codeOf = ({ json }: Answer): string => z.object({ error: z.object({ code: z.string() }) }).parse(json).error.code;
const create = (body: unknown) =>
  callRoute("POST workbooks", { cookie: people.admin.cookie, body: { name: "Sales", document: body } });
const save = (body: unknown, revision: unknown = 1) =>
  callRoute("PUT workbooks/[id]/document", {
    cookie: people.admin.cookie,
    params: { id: workbookId },
    body: { document: body, revision },
  });
const run = (part: unknown, view: unknown, more: object = {}) =>
  callRoute("POST workbooks/[id]/results", {
    cookie: people.admin.cookie,
    params: { id: workbookId },
    body: { stage: "draft", document: part, view, ...more },
  });

const withText = (text: string): WorkbookDocument => ({
  ...document,
  elements: { ...document.elements, words: { kind: "text", id: "words", text } },
});
const whole = { worksheetId: "sales", level: "by-region", columns: ["region", "total"] };
const sales = (change: object) => ({
  worksheets: { ...document.worksheets, sales: { ...document.worksheets["sales"], ...change } },
  controls: document.controls,
});

describe("what the database cannot keep", () => {
  const unstorable = ["a\u0000b", "a\ud800b"];

  test.each(unstorable)("in texts, names of pages, worksheets and columns, and formulas: %j", async (text) => {
    const columns = [{ id: "region", name: text, formula: `Concat("${text}", [Region])`, description: text }];
    const changed = {
      ...withText(text),
      ...sales({ name: text, columns, groupings: [] }),
      pages: document.pages.map((page) => ({ ...page, name: text })),
    };
    expect((await save(changed)).status).toBe(200);
    expect((await create(changed)).status).toBe(201);
  });

  test.each(unstorable)("in ids: %j", async (text) => {
    const page = { id: text, name: "Page", layout: [] };
    expect((await save({ worksheets: {}, controls: [], elements: {}, pages: [page] })).status).toBe(200);
  });

  test.each(unstorable)("in a document and a view that are run: %j", async (text) => {
    const filter = { kind: "list", id: "f", columnId: "region", exclude: false, nulls: "drop", values: [text] };
    expect((await run(sales({ filters: [filter] }), whole)).status).toBe(200);
    expect((await run(sales({ name: text }), whole)).status).toBe(200);
    const within = [{ columnId: "region", value: text }];
    expect((await run(document, { ...whole, within })).status).toBe(200);
  });

  test.each(unstorable)("in the values of a column that are looked for: %j", async (text) => {
    const query = `?${new URLSearchParams({ formula: "[Region]", search: text })}`;
    const cookie = people.admin.cookie;
    expect((await callRoute("GET sources/[id]/values", { cookie, params: { id: sourceId }, query })).status).toBe(200);
  });
});

describe("numbers that are none", () => {
  test.each([2 ** 40, -(2 ** 40), 2 ** 31 - 1, 0, -1])("a revision of %d is nobody's", async (revision) => {
    expect([400, 409]).toContain((await save(document, revision)).status);
    for (const route of ["publish", "discard"])
      expect([400, 404, 409]).toContain(
        (
          await callRoute(`POST workbooks/[id]/${route}`, {
            cookie: people.admin.cookie,
            params: { id: workbookId },
            body: { revision },
          })
        ).status,
      );
  });

  test("what JSON has for infinity and not a number is refused with its field", async () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "1"])
      expect(codeOf(await save(document, value))).toBe("invalid_input");
    const filter = { kind: "range", id: "f", columnId: "amount", exclude: false, nulls: "drop", max: null };
    for (const min of [1e308, -1e308, 5e-324])
      expect((await run(sales({ filters: [{ ...filter, min }] }), whole)).status).toBe(200);
  });
});

describe("names that collide", () => {
  const reserved = ["__proto__", "constructor", "toString", "hasOwnProperty"];

  test.each(reserved)("a worksheet and an element that are called %s are like others", async (id) => {
    const odd = JSON.parse(
      JSON.stringify({
        ...document,
        worksheets: { ...document.worksheets, odd: worksheetOf("Odd", { sourceId }) },
        elements: { ...document.elements, odd: tableElement("odd", "odd") },
        pages: document.pages.map((page, index) =>
          index > 0
            ? page
            : { ...page, layout: [...page.layout, { elementId: "odd", x: 0, y: 90, width: 4, height: 4 }] },
        ),
      }).replaceAll('"odd"', JSON.stringify(id)),
    );
    expect([200, 400]).toContain((await save(odd)).status);
  });

  test.each(reserved)("a view of the worksheet %s that is not there does not exist", async (id) => {
    const view = { ...whole, worksheetId: id };
    expect([400, 404]).toContain((await run(document, view)).status);
    const asked = JSON.parse(JSON.stringify({ odd: worksheetOf("Odd", { sourceId }) }).replace("odd", id));
    expect([400, 404]).toContain((await run({ worksheets: asked, controls: [] }, view)).status);
  });

  test.each(reserved)("columns, groupings, filters and controls of the id %s", async (id) => {
    const changed = {
      columns: [
        { id, name: id, formula: "[Region]" },
        { id: "total", name: "Total", formula: "Sum([Amount])" },
      ],
      groupings: [
        { id: `${id}-level`, keys: [id], calculations: ["total"], sort: [{ columnId: id, direction: "ascending" }] },
      ],
      filters: [{ kind: "list", id, columnId: id, exclude: false, nulls: "keep", values: { controlId: id } }],
    };
    const controls = [{ kind: "list", id, name: "Odd", value: [], multiple: true }];
    const answer = await run(
      { ...sales(changed), controls },
      { worksheetId: "sales", level: `${id}-level`, columns: [id, "total"] },
    );
    expect(answer.status, answer.text).toBe(200);
    const none = await run(document, { worksheetId: "sales", level: id, columns: [id] });
    expect(none.status, none.text).toBe(422);
  });

  test("levels are no ids", async () => {
    const odd = { ...document, worksheets: { ...document.worksheets, base: worksheetOf("Odd", { sourceId }) } };
    expect(codeOf(await save(odd))).toBe("invalid_input");
  });
});

describe("size", () => {
  const within = async (milliseconds: number, work: () => Promise<Answer>): Promise<Answer> => {
    const before = process.cpuUsage();
    const answer = await work();
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(milliseconds);
    return answer;
  };

  test("a long chain of worksheets is refused or stored soon", async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [
        `w${index}`,
        {
          ...worksheetOf("W", index === 0 ? { sourceId } : { worksheetId: `w${index - 1}`, level: "base" }),
          columns: [],
          groupings: [],
        },
      ]),
    );
    const answer = await within(3000, () => save({ ...document, worksheets: { ...document.worksheets, ...chain } }));
    expect([200, 400, 413]).toContain(answer.status);
  });

  test("worksheets in a circle, and one that is built on itself, are refused", async () => {
    const circle = {
      ...document.worksheets,
      one: worksheetOf("One", { worksheetId: "two", level: "base" }),
      two: worksheetOf("Two", { worksheetId: "one", level: "base" }),
    };
    expect(codeOf(await save({ ...document, worksheets: circle }))).toBe("invalid_input");
    const view = { worksheetId: "one", level: "base", columns: ["region"] };
    expect(codeOf(await run({ worksheets: circle, controls: [] }, view))).toBe("invalid_input");
    const self = { self: worksheetOf("Self", { worksheetId: "self", level: "base" }) };
    expect(codeOf(await run({ worksheets: self, controls: [] }, { ...view, worksheetId: "self" }))).toBe(
      "invalid_input",
    );
  });

  test("300 elements are stored, and more than a page holds are refused in a sentence", async () => {
    const elementsOf = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`);
    const crowded = (count: number) => ({
      ...document,
      elements: Object.fromEntries(elementsOf(count).map((id) => [id, { kind: "text", id, text: "x" }])),
      pages: [
        {
          id: "first",
          name: "First",
          layout: elementsOf(count).map((elementId, index) => ({ elementId, x: 0, y: index, width: 1, height: 1 })),
        },
      ],
    });
    expect((await save(crowded(mostElements))).status).toBe(200);
    expect(codeOf(await save(crowded(mostElements + 1), 2))).toBe("invalid_input");
  });

  test("40,000 elements that stand nowhere are refused soon", async () => {
    const elements = Object.fromEntries(
      Array.from({ length: 40_000 }, (_, index) => [`t${index}`, { kind: "text", id: `t${index}`, text: "" }]),
    );
    const layout = Array.from({ length: 300 }, (_, index) => ({
      elementId: `u${index}`,
      x: 0,
      y: 0,
      width: 1,
      height: 1,
    }));
    const pages = Array.from({ length: 50 }, (_, index) => ({ id: `p${index}`, name: "P", layout }));
    expect((await within(3000, () => save({ ...document, elements, pages }))).status).toBe(400);
  });

  test("texts full of live values do not hold up those who look at something else", async () => {
    const text = "{{=[Sales/A]}}".repeat(1400);
    const ids = Array.from({ length: 150 }, (_, index) => `t${index}`);
    const elements = Object.fromEntries(ids.map((id) => [id, { kind: "text", id, text }]));
    const layout = ids.map((elementId, index) => ({ elementId, x: 0, y: index, width: 1, height: 1 }));
    const full = { ...document, elements, pages: [{ id: "first", name: "First", layout }] };
    expect((await save(full)).status).toBe(200);
    expect((await within(2000, () => run(document, whole))).status).toBe(200);
  });

  test("formulas that nest, and that are long", async () => {
    for (const formula of [
      `${"(".repeat(30_000)}1${")".repeat(30_000)}`,
      `${"-".repeat(60_000)}1`,
      `${"Not(".repeat(10_000)}true${")".repeat(10_000)}`,
      Array.from({ length: 1500 }, () => "1").join("+"),
    ]) {
      const columns = [{ id: "region", name: "Region", formula }];
      const answer = await within(10_000, () =>
        run(sales({ columns, groupings: [] }), { worksheetId: "sales", level: "base", columns: ["region"] }),
      );
      expect([200, 400, 422], formula.slice(0, 10)).toContain(answer.status);
    }
  });

  test("a body beyond the limit is too large", async () => {
    expect((await save(withText("x".repeat(5_000_001)))).status).toBe(413);
  });
});

test("names that are the same, or look like something else, are kept as they are", async () => {
  const names = ["=1+1", "<b>bold</b>", "{{= 1 }}", "'; drop table workbook; --", "Sales"];
  const columns = names.flatMap((name, index) => [
    { id: `a${index}`, name, formula: "[Region]" },
    { id: `b${index}`, name, formula: "[Region]" },
  ]);
  const view = { worksheetId: "sales", level: "base", columns: columns.map(({ id }) => id) };
  const answer = await run(sales({ columns, groupings: [], filters: [] }), view);
  expect([200, 400]).toContain(answer.status);
  const stored = { ...document, ...sales({ columns, groupings: [] }) };
  expect((await save(stored)).status).toBe(200);
  const { json } = await callRoute("GET workbooks/[id]", {
    cookie: people.admin.cookie,
    params: { id: workbookId },
    query: "?stage=draft",
  });
  expect(json).toMatchObject({ document: { worksheets: { sales: { columns } } } });
});
