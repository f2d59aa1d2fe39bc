import { resolve } from "node:path";
import postgres from "postgres";
import { startDatabase } from "#scripts/serve/database";
import { takeLock } from "#scripts/serve/lock";

/** A server that only writes: prints the number of each row once the database has acknowledged it, until it is killed. */
const dataFolder = resolve(process.argv[2] ?? "");
const first = Number(process.argv[3]);

await takeLock(dataFolder);
const { url } = await startDatabase(dataFolder, console.error);
const sql = postgres(url, { max: 4, onnotice: () => undefined });
await sql`create table if not exists written (number integer primary key, text text not null)`;
await Promise.all([0, 1, 2, 3].map(write));

async function write(lane: number): Promise<never> {
  for (let number = first + lane; ; number += 4) {
    await sql`insert into written values (${number}, ${"x".repeat(500)})`;
    process.stdout.write(`${number}\n`);
  }
}
