import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = new URL("../../../", import.meta.url).pathname;

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => readFileSync(join(root, folder, path), "utf8"));
}

/** What a write of an admin is called in the log when it is refused. */
const writes = sourcesIn("app/admin").flatMap((text) =>
  [...text.matchAll(/name: "([a-z.-]+)",\s*isWrite: true/g)].map(([, name = ""]) => name),
);
const recorded = sourcesIn("lib").concat(sourcesIn("app")).join("\n");

test("there are writes to look at", () => {
  expect(writes.length).toBeGreaterThan(8);
});

test.each([...new Set(writes)])("%s is also written down when it is done", (name) => {
  const thing = name.replace(/\.[a-z-]+$/, "");
  // What saves is either new or changed.
  const names = name.endsWith(".save") ? [`${thing}.create`, `${thing}.update`] : [name];
  for (const one of names) expect(recorded).toMatch(new RegExp(`action: [^\n]*"${one.replaceAll(".", "\\.")}"`));
});
