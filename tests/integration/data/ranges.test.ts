import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#db/client";
import { source } from "#db/schema/source";
import { stopEngines } from "#lib/data/duckdb/engines";
import { RecentAnswers } from "#lib/data/recent-answers";
import { getResultCount, getResultRows } from "#lib/data/results";
import { runView } from "#lib/data/run-view";
import { createUploadedSource } from "#lib/data/upload/create-uploaded-source";
import { receiveUpload } from "#lib/data/upload/receive";
import type { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import type { Cell } from "#lib/worksheet/result";
import type { Document, View, Worksheet } from "#lib/worksheet/worksheet";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";

useDatabase();

const signal = new AbortController().signal;
const total = 30_000;
let viewer: Person;
let sourceId = "";

beforeAll(async () => {
  viewer = await createPerson({ organization: await createOrganization() });
  const lines = Array.from({ length: total }, (_, n) => `${n},${(n * 7919) % 100},g${n % 3}`);
  const request = new Request("http://askbook.test/", { method: "POST", body: `n,tie,group\n${lines.join("\n")}\n` });
  const { uploadId } = await receiveUpload(viewer, request, "many.csv");
  const created = await createUploadedSource(viewer, uploadId, { name: "Many", shareWithEveryone: true }, signal);
  sourceId = created.sourceId;
}, 60_000);

afterAll(() => stopEngines());

function rowsOf(columns: readonly string[], changes: Partial<Worksheet> = {}): { document: Document; view: View } {
  const worksheet: Worksheet = {
    version: 1,
    name: "Rows",
    source: { sourceId },
    columns: [
      { id: "n", name: "Number", formula: "[N]" },
      { id: "tie", name: "Tied", formula: "[Tie]" },
      { id: "place", name: "Place", formula: 'Rank([Tie], "desc")' },
    ],
    groupings: [],
    summaries: [],
    filters: [],
    sort: [],
    limit: null,
    ...changes,
  };
  return {
    document: { worksheets: { w: worksheet }, controls: [] },
    view: { worksheetId: "w", level: "base", columns: [...columns] },
  };
}

/** The first column of the ranges around the end of what is stored and at the end of all. */
async function readAround(resultId: string): Promise<readonly Cell[]> {
  const offsets = [0, 9_990, 9_995, 10_000, 19_998, total - 5];
  const ranges = await Promise.all(offsets.map((offset) => getResultRows(viewer, resultId, { offset, limit: 10 })));
  return ranges.flatMap(({ columns }) => columns[0] ?? []);
}

async function errorOf(work: Promise<unknown>): Promise<AskbookError> {
  return work.then(
    () => Promise.reject(new Error("It should have failed.")),
    (error) => error,
  );
}

describe("ranges beyond what is stored", () => {
  it("of rows without a sort go on as they are stored", async () => {
    const result = await runView(viewer, rowsOf(["n", "tie"]), { signal });
    expect([result.rowCount, result.truncated]).toEqual([10_000, true]);
    const around = [0, 9_990, 9_995, 10_000, 19_998].flatMap((from) => Array.from({ length: 10 }, (_, n) => from + n));
    expect(await readAround(result.id)).toEqual([...around, 29_995, 29_996, 29_997, 29_998, 29_999]);
  });

  it.each([
    ["sorted by what ties", { sort: [{ columnId: "tie", direction: "descending" as const }] }, ["n", "tie"]],
    ["with a window", {}, ["n", "place"]],
  ])("%s: every row once, also across the end of what is stored", async (_name, changes, columns) => {
    const result = await runView(viewer, rowsOf(columns, changes), { signal });
    const seen: Cell[] = [];
    for (let offset = 0; offset < total; offset += 4_990) {
      const { columns: cells } = await getResultRows(viewer, result.id, { offset, limit: 4_990 });
      seen.push(...(cells[0] ?? []));
    }
    expect(seen.length).toBe(total);
    expect(new Set(seen).size).toBe(total);
  });

  it("beyond the last row are empty", async () => {
    const result = await runView(viewer, rowsOf(["n"]), { signal });
    expect(await getResultRows(viewer, result.id, { offset: 9_000_000, limit: 5 })).toEqual({
      offset: 9_000_000,
      rowCount: 0,
      columns: [[]],
    });
  });

  it("are those of the viewer's rules of now, from memory too", async () => {
    const result = await runView(viewer, rowsOf(["n"]), { signal });
    const range = { offset: 12_000, limit: 3 };
    expect((await getResultRows(viewer, result.id, range)).columns).toEqual([[12_000, 12_001, 12_002]]);
    await db().update(source).set({ rowRule: '[Group] = "g1"' }).where(eq(source.id, sourceId));
    try {
      expect((await getResultRows(viewer, result.id, { offset: 5_000, limit: 2 })).columns).toEqual([[15_001, 15_004]]);
      expect((await getResultRows(viewer, result.id, range)).rowCount).toBe(0);
      expect(await getResultCount(viewer, result.id, signal)).toBe(10_000);
    } finally {
      await db().update(source).set({ rowRule: null }).where(eq(source.id, sourceId));
    }
    expect(await getResultCount(viewer, result.id, signal)).toBe(total);
  });
});

describe("the number of rows", () => {
  it("is counted when not all are stored", async () => {
    const result = await runView(viewer, rowsOf(["n", "place"]), { signal });
    expect(await getResultCount(viewer, result.id, signal)).toBe(total);
    const limited = await runView(viewer, rowsOf(["n"], { limit: 20_000 }), { signal });
    expect(await getResultCount(viewer, limited.id, signal)).toBe(20_000);
    const few = await runView(viewer, rowsOf(["n"], { limit: 7 }), { signal });
    expect(await getResultCount(viewer, few.id, signal)).toBe(7);
  });

  it("is told to nobody else", async () => {
    const result = await runView(viewer, rowsOf(["n"]), { signal });
    const colleague = await createPerson({ organization: { id: viewer.organizationId, name: "" } });
    for (const other of [colleague, await createPerson()])
      expect((await errorOf(getResultCount(other, result.id, signal))).code).toBe("not_found");
  });
});

describe("answers of a moment ago", () => {
  const never = new Promise<number>(() => undefined);

  it("are shared, and asked for again when the work failed", async () => {
    const answers = new RecentAnswers<number>({ keptMs: 60_000, most: 2 });
    let count = 0;
    const work = async () => {
      count += 1;
      if (count === 1) throw new Error("The engine is away.");
      return count;
    };
    await expect(answers.get("a", signal, work)).rejects.toThrow("away");
    expect(await Promise.all([answers.get("a", signal, work), answers.get("a", signal, work)])).toEqual([2, 2]);
    await answers.get("b", signal, work);
    await answers.get("c", signal, work);
    expect(await answers.get("a", signal, work)).toBe(5);
  });

  it("stop their work when the last who waits leaves", async () => {
    const answers = new RecentAnswers<number>({ keptMs: 60_000, most: 2 });
    const [first, second] = [new AbortController(), new AbortController()];
    let stopped: AbortSignal | undefined;
    const work = (stop: AbortSignal) => {
      stopped = stop;
      return never;
    };
    const waiting = [answers.get("a", first.signal, work), answers.get("a", second.signal, work)].map(errorOf);
    first.abort();
    expect((await waiting[0])?.code).toBe("aborted");
    expect(stopped?.aborted).toBe(false);
    second.abort();
    expect((await waiting[1])?.code).toBe("aborted");
    expect(stopped?.aborted).toBe(true);
    expect(await answers.get("a", signal, async () => 7)).toBe(7);
  });
});
