/** The rooms of the house and who may import whom. Source: CONTRIBUTING.md, "Rooms". What is not listed is forbidden. */

export type RoomKind = "pure" | "server" | "schema" | "component" | "route" | "tooling";

export type Room = {
  readonly name: string;
  readonly kind: RoomKind;
  /** A folder (ends with `/`) or a file. The longest match decides. */
  readonly paths: readonly string[];
  readonly mayImport: readonly string[];
};

const pureChain = ["errors", "permissions", "sql", "formula", "worksheet", "chart", "numbers", "workbook", "contract"];
const pureBefore = (name: string): string[] => pureChain.slice(0, pureChain.indexOf(name));

const pureRooms: readonly Room[] = [
  { name: "errors", kind: "pure", paths: ["lib/errors.ts"], mayImport: [] },
  { name: "permissions", kind: "pure", paths: ["lib/permissions.ts"], mayImport: ["errors"] },
  { name: "sql", kind: "pure", paths: ["lib/sql/"], mayImport: ["errors"] },
  { name: "formula", kind: "pure", paths: ["lib/formula/"], mayImport: pureBefore("formula") },
  { name: "worksheet", kind: "pure", paths: ["lib/worksheet/"], mayImport: pureBefore("worksheet") },
  { name: "chart", kind: "pure", paths: ["lib/chart/"], mayImport: pureBefore("chart") },
  { name: "numbers", kind: "pure", paths: ["lib/numbers/"], mayImport: pureBefore("chart") },
  { name: "workbook", kind: "pure", paths: ["lib/workbook/"], mayImport: pureBefore("workbook") },
  { name: "contract", kind: "pure", paths: ["lib/contract/"], mayImport: pureBefore("contract") },
  { name: "ai/built-in", kind: "pure", paths: ["lib/ai/built-in/"], mayImport: pureChain },
];

const serverRoom = (name: string, paths: readonly string[], servers: readonly string[]): Room => ({
  name,
  kind: "server",
  paths,
  mayImport: [...pureChain, "env", "log", "lifecycle", ...servers],
});

const dataStack = ["db", "db/schema", "usage", "audit", "crypto", "network"];
const aiStack = [...dataStack, "data", "runs"];

const runKinds = ["ai/ask", "ai/explain-chart", "ai/formula-assist"];

const serverRooms: readonly Room[] = [
  { name: "env", kind: "server", paths: ["lib/env.ts"], mayImport: ["errors"] },
  { name: "log", kind: "server", paths: ["lib/log.ts"], mayImport: ["errors", "env"] },
  { name: "lifecycle", kind: "server", paths: ["lib/lifecycle.ts"], mayImport: [] },
  { name: "network", kind: "server", paths: ["lib/network/"], mayImport: ["errors", "env"] },
  { name: "crypto", kind: "server", paths: ["lib/crypto/"], mayImport: ["errors", "env", "log"] },
  { name: "db/schema", kind: "schema", paths: ["db/schema/"], mayImport: pureChain },
  serverRoom("db", ["db/client.ts", "db/migrate.ts", "db/queries/"], ["db/schema"]),
  serverRoom("usage", ["lib/usage/"], ["db", "db/schema"]),
  serverRoom("audit", ["lib/audit/"], ["db", "db/schema"]),
  serverRoom("auth", ["lib/auth/"], ["db", "db/schema", "crypto", "audit", "network"]),
  serverRoom("organization", ["lib/organization/"], ["db", "db/schema", "audit"]),
  serverRoom("data", ["lib/data/"], dataStack),
  serverRoom("workbook-store", ["lib/workbook-store/"], [...dataStack, "data"]),
  serverRoom("picture", ["lib/picture/"], [...dataStack, "data"]),
  serverRoom("runs", ["lib/runs/"], ["db", "db/schema"]),
  serverRoom("ai/providers", ["lib/ai/providers/"], [...aiStack, "ai/built-in"]),
  serverRoom("ai/search", ["lib/ai/search/"], [...aiStack, "ai/providers", "ai/built-in"]),
  serverRoom("ai/answer", ["lib/ai/answer/"], [...aiStack, "ai/providers"]),
  serverRoom("ai/ask", ["lib/ai/ask/"], [...aiStack, "ai/providers", "ai/answer", "ai/search", "ai/built-in"]),
  serverRoom(
    "ai/explain-chart",
    ["lib/ai/explain-chart/"],
    [...aiStack, "picture", "ai/providers", "ai/answer", "ai/built-in"],
  ),
  serverRoom(
    "ai/formula-assist",
    ["lib/ai/formula-assist/"],
    [...aiStack, "ai/providers", "ai/answer", "ai/search", "ai/built-in"],
  ),
  serverRoom(
    "ai/start-run",
    ["lib/ai/start-run.ts", "lib/ai/continue-run.ts"],
    [...aiStack, "ai/providers", ...runKinds],
  ),
];

const partComponents = [
  "components/chart",
  "components/table",
  "components/formula",
  "components/prose",
  "components/result",
  "components/run",
  "components/explain",
];

const componentRoom = (name: string, components: readonly string[]): Room => ({
  name: `components/${name}`,
  kind: "component",
  paths: [`components/${name}/`],
  mayImport: [...pureChain, ...components],
});

const componentRooms: readonly Room[] = [
  componentRoom("ui", []),
  ...["chart", "table", "prose", "run"].map((name) => componentRoom(name, ["components/ui"])),
  componentRoom("formula", [
    "components/ui",
    ...["table", "prose", "run", "result"].map((name) => `components/${name}`),
  ]),
  componentRoom("result", ["components/ui", "components/chart", "components/table", "components/prose"]),
  componentRoom("explain", [
    "components/ui",
    ...["chart", "prose", "result", "run"].map((name) => `components/${name}`),
  ]),
  ...["frame", "account", "ask", "workbook", "data", "help", "admin"].map((name) =>
    componentRoom(name, ["components/ui", ...partComponents]),
  ),
];

const everything = [...pureRooms, ...serverRooms, ...componentRooms].map((room) => room.name);

export const rooms: readonly Room[] = [
  ...pureRooms,
  ...serverRooms,
  ...componentRooms,
  { name: "app", kind: "route", paths: ["app/"], mayImport: everything },
  { name: "root", kind: "route", paths: ["proxy.ts", "instrumentation.ts"], mayImport: everything },
  {
    name: "configuration",
    kind: "tooling",
    paths: [
      "next.config.ts",
      "drizzle.config.ts",
      "vitest.config.ts",
      "playwright.config.ts",
      "postcss.config.mjs",
      "next-env.d.ts",
    ],
    mayImport: [],
  },
  { name: "start", kind: "tooling", paths: ["scripts/start.mjs"], mayImport: [] },
  { name: "scripts", kind: "tooling", paths: ["scripts/"], mayImport: [...everything, "tests"] },
  {
    name: "tests",
    kind: "tooling",
    paths: ["tests/"],
    mayImport: [...everything, "app", "root", "scripts", "start", "configuration"],
  },
];

export function roomOf(path: string): Room | undefined {
  const matches = rooms.flatMap((room) =>
    room.paths
      .filter((prefix) => (prefix.endsWith("/") ? path.startsWith(prefix) : path === prefix))
      .map((prefix) => ({ room, prefix })),
  );
  return matches.sort((left, right) => right.prefix.length - left.prefix.length)[0]?.room;
}
