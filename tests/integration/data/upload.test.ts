import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#db/client";
import { getSource } from "#db/queries/sources";
import { source } from "#db/schema/source";
import type { UploadPreview } from "#lib/contract/uploads";
import { deleteSource } from "#lib/data/delete-source";
import { stopEngines } from "#lib/data/duckdb/engines";
import { findValues } from "#lib/data/find-values";
import { profileSource } from "#lib/data/profile";
import { look, valuesView } from "#lib/data/quick-view";
import { createUploadedSource } from "#lib/data/upload/create-uploaded-source";
import { discardUpload } from "#lib/data/upload/discard-upload";
import { receiveUpload } from "#lib/data/upload/receive";
import type { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";

useDatabase();

let viewer: Person;
let colleague: Person;
const signal = new AbortController().signal;

beforeAll(async () => {
  const organization = await createOrganization();
  viewer = await createPerson({ organization });
  colleague = await createPerson({ organization, permissions: ["useAsk"] });
});

afterAll(() => stopEngines());

function upload(body: BodyInit, name = "data.csv", who = viewer): Promise<UploadPreview> {
  return receiveUpload(who, new Request("http://askbook.test/api/uploads", { method: "POST", body }), name);
}

function streamRequest(body: ReadableStream, signal?: AbortSignal): Request {
  const init = { method: "POST", body, duplex: "half", ...(signal === undefined ? {} : { signal }) };
  return new Request("http://askbook.test/", init);
}

async function refusal(body: BodyInit, name = "data.csv"): Promise<string> {
  const error = await errorOf(upload(body, name));
  expect(filesLeft()).toEqual([]);
  return error.message;
}

async function errorOf(work: Promise<unknown>): Promise<AskbookError> {
  return work.then(
    () => Promise.reject(new Error("It should have failed.")),
    (error) => error,
  );
}

function filesLeft(folder = "uploads"): string[] {
  const path = join(process.env["ASKBOOK_DATA_DIR"] ?? "", folder, viewer.organizationId);
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

async function preview(body: BodyInit, name?: string): Promise<UploadPreview> {
  const read = await upload(body, name);
  await discardUpload(viewer, read.uploadId);
  return read;
}

async function valuesOf(sourceId: string, column: string): Promise<Map<unknown, number>> {
  const { columns } = await look(viewer, valuesView(sourceId, [column]), { signal, rowLimit: 1_000 });
  return new Map((columns[0] ?? []).map((value, row) => [value, Number(columns[1]?.[row])]));
}

const cars = [
  "Model,MPG,Cylinders,Displacement,Horsepower,Weight,Acceleration,Year,Origin",
  "volkswagen 1131 deluxe sedan,26,4,97,46,1835,20.5,70,Europe",
  "volkswagen rabbit custom diesel,43.1,4,90,48,1985,21.5,78,Europe",
  "toyota corona,31,4,76,52,1649,16.5,74,Japan",
  "mazda glc deluxe,32.8,4,78,52,1985,19.4,78,Japan",
  '"chevrolet chevelle, malibu",18,8,307,NA,3504,12,70,USA',
].join("\n");

describe("a good file", () => {
  it("becomes a source with the types that fit every value", async () => {
    const read = await upload(cars, "cars.csv");
    expect(read.name).toBe("Cars");
    expect(read.columns.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      "Model: text",
      "MPG: number",
      "Cylinders: number",
      "Displacement: number",
      "Horsepower: number",
      "Weight: number",
      "Acceleration: number",
      "Year: number",
      "Origin: text",
    ]);
    expect(read.rowCount).toBe(5);
    expect(read.rows[0]).toEqual(["volkswagen 1131 deluxe sedan", 26, 4, 97, 46, 1835, 20.5, 70, "Europe"]);
    const { sourceId } = await createUploadedSource(
      viewer,
      read.uploadId,
      { name: read.name, shareWithEveryone: false },
      signal,
    );
    expect(filesLeft()).toEqual([]);
    expect((await valuesOf(sourceId, "Origin")).get("Japan")).toBe(2);
    expect(await findValues(viewer, sourceId, { columnId: null, words: ["europe"] })).toMatchObject([
      { columnId: "origin", values: ["Europe"], exact: true },
    ]);
    expect((await errorOf(getSource(colleague, sourceId))).code).toBe("not_found");
    expect((await preview(cars, "cars.csv")).name).toBe("Cars (2)");
    await deleteSource(viewer, sourceId);
    expect(filesLeft("sources")).toEqual([]);
  });
  it("is shared with everyone when that was chosen", async () => {
    const read = await upload("a,b\n1,x\n", "shared.csv");
    const { sourceId } = await createUploadedSource(
      viewer,
      read.uploadId,
      { name: "Shared", shareWithEveryone: true },
      signal,
    );
    expect((await getSource(colleague, sourceId)).name).toBe("Shared");
  });
  it("keeps quoted line ends, separators, quotes, emoji and spaces", async () => {
    const read = await preview('name,note\r\n"Ann","line 1\r\nline 2, ""quoted"""\r\nBen, 🦆 \r\n');
    expect(read.rows).toEqual([
      ["Ann", 'line 1\r\nline 2, "quoted"'],
      ["Ben", " 🦆 "],
    ]);
  });
  it.each([
    ["utf-8 with a byte order mark", Buffer.from("\ufeffcity,n\nZürich,1\n", "utf8")],
    ["utf-16le", Buffer.from("\ufeffcity,n\nZürich,1\n", "utf16le")],
    ["utf-16le without a mark", Buffer.from("city,n\nZürich,1\nBern,2\nBasel,3\n", "utf16le")],
    ["utf-16be", Buffer.from("\ufeffcity,n\nZürich,1\n", "utf16le").swap16()],
    ["windows-1252", Buffer.from("city,n\nZ\xfcrich,1\n", "latin1")],
  ])("is understood in %s", async (_, body) => {
    const read = await preview(body);
    expect(read.columns.map((column) => column.header)).toEqual(["city", "n"]);
    expect(read.rows[0]).toEqual(["Zürich", 1]);
  });
  it("has the euro sign of windows-1252", async () => {
    expect((await preview(Buffer.from("city,price\nZ\xfcrich,\x805\n", "latin1"))).rows[0]).toEqual(["Zürich", 5]);
  });
  it.each([
    ["a;b\n1;2,5\n3;4\n", [1, 2.5]],
    ["a\tb\n1\tx, y\n", [1, "x, y"]],
    ["a|b\n1|x\n", [1, "x"]],
  ])("is cut at its own separator: %j", async (body, first) => {
    expect((await preview(body)).rows[0]).toEqual(first);
  });
  it.each<[string, string, readonly unknown[]]>([
    ["number", "12\n-3.50\n.5", [12, -3.5, 0.5]],
    ["number", '"1,234.50"\n"12,000"', [1234.5, 12_000]],
    ["number", "$1.50\n$20", [1.5, 20]],
    ["number", "12%\n3.5%", [0.12, 0.035]],
    ["number", "1e3\n2.5E-2", [1000, 0.025]],
    ["number", "9007199254740993\n1", ["9007199254740993", 1]],
    ["number", "1970\n1982", [1970, 1982]],
    ["text", "02134\n10001", ["02134", "10001"]],
    ["text", "12\ntwelve", ["12", "twelve"]],
    ["logical", "yes\nno\nTRUE", [true, false, true]],
    ["date", "2024-02-29\n2023-1-5", ["2024-02-29", "2023-01-05"]],
    ["text", "2023-02-29\n2023-01-05", ["2023-02-29", "2023-01-05"]],
    ["date", "12/31/2024\n1/5/24", ["2024-12-31", "2024-01-05"]],
    ["date", "31/12/2024\n1/5/2024", ["2024-12-31", "2024-05-01"]],
    ["date", "31.12.2024", ["2024-12-31"]],
    ["date", "12-Jun-98\n1 Feb 2004", ["1998-06-12", "2004-02-01"]],
    ["date", '"June 12, 1998"\n"Feb 1, 2004"', ["1998-06-12", "2004-02-01"]],
    ["date", "2024-01-31 10:58:00.5\n2024-02-01", ["2024-01-31T10:58:00.500000", "2024-02-01T00:00:00"]],
    ["date", "2024-01-31T23:30:00-05:00\n2024-02-01T00:00:00Z", ["2024-02-01T04:30:00", "2024-02-01T00:00:00"]],
    ["date", "1/5/2024 3:07 PM", ["2024-01-05T15:07:00"]],
    ["number", "1\nNA\nnull\n\n-", [1, null, null, null]],
    ["text", "a\nN/A\nNone\n-", ["a", null, "None", "-"]],
  ])("reads as %s: %j", async (type, column, expected) => {
    const rows = column.split("\n").map((value) => `k,${value}`);
    const read = await preview(`k,v\n${rows.filter((row) => row !== "k," || type === "text").join("\n")}\n`);
    expect(read.columns[1]?.type).toBe(type);
    expect(read.rows.map((row) => row[1])).toEqual(expected);
  });
  it("names columns so that people can read them", async () => {
    const read = await preview(
      "order_date,orderTotal,MPG,Miles_per_Gallon,mpg,,unit/price,Total Sales,order date\n1,2,3,4,5,6,7,8,9\n",
    );
    expect(read.columns.map((column) => column.name)).toEqual([
      "Order Date",
      "Order Total",
      "MPG",
      "Miles per Gallon",
      "MPG (2)",
      "Column 6",
      "Unit Price",
      "Total Sales",
      "Order Date (2)",
    ]);
  });
  it("numbers columns of the same name and says so", async () => {
    const read = await preview("a,a,b\n1,2,3\n");
    expect(read.columns.map((column) => column.name)).toEqual(["A", "A (2)", "B"]);
    expect(read.warnings.join()).toContain('named "a"');
  });
  it("may have one column, no header, or separators at line ends", async () => {
    const one = await preview("city\nBern\nBasel\n");
    expect(one.rowCount).toBe(2);
    expect(one.warnings.join()).toContain("Only one column");
    const bare = await preview("1,x\n2,y\n");
    expect([bare.rowCount, bare.columns.map((column) => column.name)]).toEqual([2, ["Column 1", "Column 2"]]);
    expect((await preview("a,b,\n1,2,\n3,4,\n")).rowCount).toBe(2);
    expect((await preview("a,b\n1,2,\n3,4,\n")).rowCount).toBe(2);
  });
  it("may be changed before it becomes a source, and keeps numbers exact", async () => {
    const read = await upload("id,price,skip\n007,1.10,x\n008,2.20,y\n", "prices.csv");
    expect(read.columns[0]?.type).toBe("text");
    const columns = [
      { name: "Code", type: "number" as const, include: true },
      { name: "Price", type: "number" as const, include: true },
      { name: "Skip", type: "text" as const, include: false },
    ];
    const { sourceId } = await createUploadedSource(
      viewer,
      read.uploadId,
      { name: "Prices", columns, shareWithEveryone: false },
      signal,
    );
    const source = await getSource(viewer, sourceId);
    expect(source.columns.map(({ name, nativeType }) => [name, nativeType])).toEqual([
      ["Code", "DOUBLE"],
      ["Price", "DECIMAL(18,2)"],
    ]);
    expect([...(await valuesOf(sourceId, "Code")).keys()].sort()).toEqual([7, 8]);
  });
  it("is looked at to its last value, however many are alike or different", async () => {
    const lines = Array.from({ length: 12_000 }, (_, row) => `${row},${row % 3}%,${row % 2 === 0 ? "yes" : "no"},7`);
    const read = await upload(["k,share,flag,last", ...lines, 'none,5%,no,"a ""b"""'].join("\n"), "many.csv");
    expect(read.columns.map(({ type }) => type)).toEqual(["number", "number", "logical", "text"]);
    const choice = { name: "Many", shareWithEveryone: false };
    const { sourceId } = await createUploadedSource(viewer, read.uploadId, choice, signal);
    expect(await valuesOf(sourceId, "Share")).toEqual(
      new Map([
        [0, 4_000],
        [0.01, 4_000],
        [0.02, 4_000],
        [0.05, 1],
      ]),
    );
    expect((await valuesOf(sourceId, "Last")).get('a "b"')).toBe(1);
  });
  it("keeps every value through the engine", async () => {
    const body =
      'k,note,day,at,flag\n1,"a ""b"", \nc",2024-02-29,2024-01-31 10:58:00.5,yes\n2,,2024-03-01,2024-02-01,no\n';
    const read = await upload(body, "values.csv");
    const { sourceId } = await createUploadedSource(
      viewer,
      read.uploadId,
      { name: "Values", shareWithEveryone: false },
      signal,
    );
    for (const [index, column] of read.columns.entries()) {
      const stored = [...(await valuesOf(sourceId, column.name)).keys()];
      expect(new Set(stored)).toEqual(new Set(read.rows.map((row) => row[index])));
    }
  });
  it("knows after its profile which columns join without doubling rows", async () => {
    const read = await upload("id,code,half,gaps\n1,a,x,1\n2,A,x,\n3,b,y,3\n", "keys.csv");
    const choice = { name: "Keys", shareWithEveryone: false };
    const { sourceId } = await createUploadedSource(viewer, read.uploadId, choice, signal);
    await profileSource(viewer, sourceId, signal);
    const { columns } = await getSource(viewer, sourceId);
    expect(columns.filter(({ isUnique }) => isUnique).map(({ name }) => name)).toEqual(["Id", "Code"]);
  });
  it("does not take for unique what only the rows that a rule leaves are", async () => {
    const read = await upload("id,region\n1,East\n1,West\n", "rules.csv");
    const choice = { name: "Rules", shareWithEveryone: false };
    const { sourceId } = await createUploadedSource(viewer, read.uploadId, choice, signal);
    await db().update(source).set({ rowRule: '[Region] = "East"' }).where(eq(source.id, sourceId));
    await profileSource(viewer, sourceId, signal);
    expect((await getSource(viewer, sourceId)).columns.some(({ isUnique }) => isUnique)).toBe(false);
  });
  it("refuses a name that is taken and keeps the upload", async () => {
    const read = await upload("a,b\n1,2\n");
    await createUploadedSource(viewer, read.uploadId, { name: "Taken", shareWithEveryone: false }, signal);
    const again = await upload("a,b\n1,2\n");
    const before = filesLeft("sources");
    const error = await errorOf(
      createUploadedSource(viewer, again.uploadId, { name: "Taken", shareWithEveryone: false }, signal),
    );
    expect([error.code, error.field]).toEqual(["conflict", "name"]);
    expect(filesLeft("sources")).toEqual(before);
    await createUploadedSource(viewer, again.uploadId, { name: "Free", shareWithEveryone: false }, signal);
  });
});

describe("a bad file", () => {
  it.each<[string, BodyInit, string]>([
    ["empty", "", "is empty"],
    ["only blank lines", "\n\n\n", "is empty"],
    ["without rows", "a,b\n", "no rows"],
    ["random bytes", randomBytes(5_000), "not a text file"],
    ["a zip", Buffer.from("504b030414000000", "hex"), "Excel workbook"],
    ["ragged", "a,b,c\n1,2,3\n4,5\n6,7,8,9\n", "line 3 has 2, line 4 has 4"],
    ["with an open quote", 'a,b\n1,"x\n2,y\n', "line 2"],
    ["with 2,000 columns", `${Array.from({ length: 2000 }, (_, i) => `c${i}`).join(",")}\n`, "2000 columns"],
  ])("that is %s is refused and leaves nothing", async (_, body, message) => {
    expect(await refusal(body)).toContain(message);
  });
  it("that is too large is refused before it is read, and while it is", async () => {
    const announced = new Request("http://askbook.test/", {
      method: "POST",
      body: "x",
      headers: { "content-length": "100000000" },
    });
    expect((await errorOf(receiveUpload(viewer, announced, "big.csv"))).code).toBe("too_large");
    const piece = Buffer.alloc(1_000_000, "a,b\n");
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(piece);
      },
    });
    const request = streamRequest(endless);
    expect((await errorOf(receiveUpload(viewer, request, "big.csv"))).code).toBe("too_large");
    expect(sent).toBeLessThan(110);
    expect(filesLeft()).toEqual([]);
  });
  it("that is cancelled leaves nothing", async () => {
    const controller = new AbortController();
    const slow = new ReadableStream({
      pull: async (stream) => {
        stream.enqueue(Buffer.from("a,b\n1,2\n"));
        await new Promise((resolve) => setTimeout(resolve, 10));
      },
    });
    const request = streamRequest(slow, controller.signal);
    const failing = errorOf(receiveUpload(viewer, request, "slow.csv"));
    setTimeout(() => controller.abort(), 60);
    expect((await failing).code).toBe("aborted");
    expect(filesLeft()).toEqual([]);
  });
});

describe("access", () => {
  it("needs the permission to build, and an upload is its owner's alone", async () => {
    expect((await errorOf(upload("a,b\n1,2\n", "x.csv", colleague))).code).toBe("forbidden");
    const read = await upload("a,b\n1,2\n");
    const other = await createPerson({ organization: { id: viewer.organizationId, name: "" } });
    const choice = { name: "Stolen", shareWithEveryone: false };
    expect((await errorOf(createUploadedSource(other, read.uploadId, choice, signal))).code).toBe("not_found");
    expect((await errorOf(discardUpload(other, read.uploadId))).code).toBe("not_found");
    await discardUpload(viewer, read.uploadId);
    expect(filesLeft()).toEqual([]);
  });
});
