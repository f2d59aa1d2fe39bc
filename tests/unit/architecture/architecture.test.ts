import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findViolations, type Rule } from "./rules.ts";

function readTree(): Map<string, string> {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" });
  const paths = listed.split("\n").filter((path) => /\.(ts|tsx|mjs)$/.test(path) && existsSync(path));
  return new Map(paths.map((path) => [path, readFileSync(path, "utf8")]));
}

/** A busy machine parses a thousand files in some seconds. */
const patience = { timeout: 60_000 };

test("every file is in its room and imports only what its room may", patience, () => {
  const tree = readTree();
  expect(tree.size).toBeGreaterThan(30);
  expect(findViolations(tree)).toEqual([]);
});

describe("planted cases", () => {
  const planted: readonly {
    readonly name: string;
    readonly rule: Rule;
    readonly tree: Readonly<Record<string, string>>;
  }[] = [
    { name: "a file in no room", rule: "unknown-room", tree: { "lib/stray.ts": "export const a = 1;" } },
    {
      name: "an arrow up",
      rule: "forbidden-import",
      tree: {
        "lib/formula/a.ts": 'import { b } from "#lib/worksheet/b"; export const a = b;',
        "lib/worksheet/b.ts": "export const b = 1;",
      },
    },
    {
      name: "an arrow up by a relative path",
      rule: "forbidden-import",
      tree: {
        "lib/formula/a.ts": 'export { b as a } from "../worksheet/b.ts"; export const c = 1;',
        "lib/worksheet/b.ts": "export const b = 1;",
      },
    },
    {
      name: "a component that reaches the database, lazily",
      rule: "forbidden-import",
      tree: {
        "components/ui/a.tsx": 'export const a = () => import("#db/client");',
        "db/client.ts": 'import "server-only"; export const b = 1;',
      },
    },
    {
      name: "a type that points up",
      rule: "forbidden-import",
      tree: {
        "lib/errors.ts": 'import type { B } from "./permissions.ts"; export type A = B;',
        "lib/permissions.ts": "export type B = 1;",
      },
    },
    {
      name: "a cycle",
      rule: "cycle",
      tree: {
        "lib/sql/a.ts": 'import { b } from "./b.ts"; export const a = b;',
        "lib/sql/b.ts": 'import { c } from "./c.ts"; export const b = c;',
        "lib/sql/c.ts": 'import { a } from "./a.ts"; export const c = a;',
      },
    },
    {
      name: "a server room without server-only",
      rule: "server-only",
      tree: { "lib/crypto/a.ts": "export const a = 1;" },
    },
    {
      name: "a server room with server-only too late",
      rule: "server-only",
      tree: { "lib/crypto/a.ts": 'import "node:fs"; import "server-only"; export const a = 1;' },
    },
    {
      name: "use client in a page",
      rule: "use-client",
      tree: { "app/page.tsx": '"use client"; export default function Page() { return null; }' },
    },
    { name: "use client in lib", rule: "use-client", tree: { "lib/chart/a.ts": '"use client"; export const a = 1;' } },
    {
      name: "Node in a pure room",
      rule: "impure",
      tree: { "lib/worksheet/a.ts": 'import { readFileSync } from "node:fs"; export const a = readFileSync;' },
    },
    {
      name: "React in a pure room",
      rule: "impure",
      tree: { "lib/chart/a.ts": 'import { useState } from "react"; export const a = useState;' },
    },
    {
      name: "a driver in a component",
      rule: "impure",
      tree: { "components/ui/a.tsx": 'import postgres from "postgres"; export const a = postgres;' },
    },
    {
      name: "a barrel",
      rule: "barrel",
      tree: { "lib/sql/index.ts": 'export * from "./a.ts";', "lib/sql/a.ts": "export const a = 1;" },
    },
    { name: "a room for everything", rule: "name", tree: { "lib/sql/utils.ts": "export const a = 1;" } },
    {
      name: "a title beside the page",
      rule: "title",
      tree: { "app/page.tsx": 'export const metadata = { robots: { index: false }, title: "A" };' },
    },
    {
      name: "a title that is made for the page",
      rule: "title",
      tree: { "app/page.tsx": 'export async function generateMetadata() { return { title: "A" }; }' },
    },
  ];

  test.each(planted)("$name", ({ rule, tree }) => {
    expect(findViolations(new Map(Object.entries(tree))).map((violation) => violation.rule)).toEqual([rule]);
  });

  test("a tree that keeps the rules", () => {
    const tree = {
      "lib/formula/a.ts": 'import type { B } from "#lib/sql/b"; export type A = B;',
      "lib/sql/b.ts": 'import { z } from "zod"; export type B = z.ZodType;',
      "app/page.tsx": 'export const metadata = { referrer: "no-referrer" }; export const title = "A";',
      "app/error.tsx": '"use client"; export default function Failed() { return null; }',
      "components/ask/c.tsx": '"use client"; import { d } from "#components/ui/d"; export const c = d;',
      "components/ui/d.tsx": "export const d = 1;",
    };
    expect(findViolations(new Map(Object.entries(tree)))).toEqual([]);
  });
});
