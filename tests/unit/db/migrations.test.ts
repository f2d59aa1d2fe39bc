import { readdirSync, readFileSync } from "node:fs";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { describe, expect, it } from "vitest";

const migrations = new URL("../../../db/migrations/", import.meta.url);
const schema = new URL("../../../db/schema/", import.meta.url);

describe("the migrations", () => {
  it("bring a database to what the schema says", async () => {
    const [newest = ""] = readdirSync(new URL("meta/", migrations))
      .filter((file) => file.endsWith("_snapshot.json"))
      .sort()
      .reverse();
    const snapshot = JSON.parse(readFileSync(new URL(`meta/${newest}`, migrations), "utf8"));
    const missing = await generateMigration(
      snapshot,
      generateDrizzleJson(await readSchema(), snapshot.id, undefined, "snake_case"),
    );
    expect(missing, "run npx drizzle-kit generate").toEqual([]);
  });

  it("keep audit entries insert-only", () => {
    const text = readdirSync(migrations)
      .filter((file) => file.endsWith(".sql"))
      .map((file) => readFileSync(new URL(file, migrations), "utf8"))
      .join("\n");
    expect(text).toContain("CREATE TRIGGER audit_entry_insert_only");
  });
});

async function readSchema(): Promise<Record<string, unknown>> {
  const modules = await Promise.all(readdirSync(schema).map((file) => import(`../../../db/schema/${file}`)));
  return Object.assign({}, ...modules);
}
