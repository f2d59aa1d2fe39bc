import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stopEngines } from "#lib/data/duckdb/engines";
import { runView } from "#lib/data/run-view";
import { createUploadedSource } from "#lib/data/upload/create-uploaded-source";
import { receiveUpload } from "#lib/data/upload/receive";
import { chartOf } from "#tests/support/charts";
import { useDatabase } from "#tests/support/database";
import { createRequest, withParams } from "#tests/support/request";
import { POST } from "../../../app/api/results/[id]/picture/route.ts";
import { createOrganization, type Member } from "../auth/permission-matrix/people.ts";

useDatabase();

const signal = new AbortController().signal;
const chart = chartOf({
  mark: "bar",
  x: "region",
  y: ["sales"],
  references: [{ id: "r", label: "Mean", value: null, columnId: "mean" }],
});
let owner: Member;
let stranger: Member;
let resultId = "";

beforeAll(async () => {
  owner = (await createOrganization()).admin;
  stranger = (await createOrganization()).admin;
  const body = "Region,Sales\nEast,10\nWest,30\nEast,5\n";
  const upload = new Request("http://askbook.test/", { method: "POST", body });
  const { uploadId } = await receiveUpload(owner.person, upload, "sales.csv");
  const input = { name: "Sales", shareWithEveryone: true };
  const { sourceId } = await createUploadedSource(owner.person, uploadId, input, signal);
  const worksheet = {
    version: 1 as const,
    name: "Sales by Region",
    source: { sourceId },
    columns: [
      { id: "region", name: "Region", formula: "[Region]" },
      { id: "sales", name: "Total", formula: "Sum([Sales])" },
      { id: "mean", name: "Mean", formula: "Avg([Sales])" },
    ],
    groupings: [{ id: "g1", keys: ["region"], calculations: ["sales"], sort: [] }],
    summaries: ["mean"],
    filters: [],
    sort: [],
    limit: null,
  };
  const view = {
    worksheetId: "w1",
    level: "g1",
    columns: ["region", "sales", "mean"],
    chart: { x: "region", color: null, trellis: null },
  };
  const result = await runView(
    owner.person,
    { document: { worksheets: { w1: worksheet }, controls: [] }, view },
    { signal },
  );
  resultId = result.id;
});

afterAll(() => stopEngines());

function ask(member: Member | null, body: unknown, { id = resultId, format = "png" } = {}): Promise<Response> {
  const headers = member === null ? {} : { cookie: member.cookie };
  const request = createRequest(`/api/results/${id}/picture?format=${format}`, { body, headers });
  return POST(request, withParams({ id }));
}

describe("POST /api/results/{id}/picture", () => {
  it("gives the viewer's own result as a PNG that is never kept", async () => {
    const response = await ask(owner, { chart, title: "Sales by Region" });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(1, 4)].map((byte) => String.fromCharCode(byte)).join("")).toBe("PNG");
    expect(new DataView(bytes.buffer).getUint32(16)).toBe(1920);
  });

  it("draws the line of a summary, which repeats on every row, in words too", async () => {
    const svg = await (await ask(owner, { chart }, { format: "svg" })).text();
    expect(svg).toContain("A line for Mean at 15");
    expect(svg).toContain("Total is lowest at East with 15 and highest at West with 30.");
  });

  it("does not exist for others, nor without a session", async () => {
    expect((await ask(stranger, { chart })).status).toBe(404);
    expect((await ask(null, { chart })).status).toBe(401);
    expect((await ask(owner, { chart }, { id: "../../etc" })).status).toBe(404);
  });

  it("refuses sizes and formats that cost more than a picture", async () => {
    expect((await ask(owner, { chart, width: 4000, height: 4000, scale: 4 })).status).toBe(400);
    expect((await ask(owner, { chart, width: 1e12 })).status).toBe(400);
    expect((await ask(owner, { chart }, { format: "gif" })).status).toBe(400);
    expect((await ask(owner, { chart: { mark: "bar" } })).status).toBe(400);
  });
});
