import { type ParsedFile, parseFile } from "./imports.ts";
import { type Room, roomOf } from "./rooms.ts";

export type Violation = { readonly rule: Rule; readonly path: string; readonly detail: string };
export type Rule =
  | "unknown-room"
  | "forbidden-import"
  | "cycle"
  | "server-only"
  | "use-client"
  | "impure"
  | "barrel"
  | "name"
  | "title";

const sourcePattern = /\.(ts|tsx|mjs)$/;
const purePackages = /^(zod|@lezer\/(common|lr))$/;
const pureTypePackages = /^(ai|@ai-sdk\/provider)$/;
const componentPackages = /^(next(\/|$)|server-only$|node:|postgres$|drizzle-orm|pino$)/;

/** Every rule over a whole tree: path to text. */
export function findViolations(tree: ReadonlyMap<string, string>): Violation[] {
  const paths = new Set(tree.keys());
  const files = [...tree]
    .filter(([path]) => sourcePattern.test(path))
    .map(([path, text]) => parseFile(path, text, paths));
  return [...files.flatMap(violationsOfFile), ...findCycles(files)];
}

function violationsOfFile(file: ParsedFile): Violation[] {
  const room = roomOf(file.path);
  if (room === undefined) return [{ rule: "unknown-room", path: file.path, detail: "no room has this path" }];
  return [...forbiddenImports(file, room), ...boundaries(file, room), ...impurities(file, room), ...shape(file, room)];
}

function forbiddenImports(file: ParsedFile, room: Room): Violation[] {
  return file.imports.flatMap(({ file: target, specifier }) => {
    if (target === null || !sourcePattern.test(target)) return [];
    const other = roomOf(target);
    if (other !== undefined && (other.name === room.name || room.mayImport.includes(other.name))) return [];
    return [{ rule: "forbidden-import", path: file.path, detail: `${room.name} may not import ${specifier}` } as const];
  });
}

function boundaries(file: ParsedFile, room: Room): Violation[] {
  const violations: Violation[] = [];
  if (room.kind === "server" && file.firstImport !== "server-only")
    violations.push({ rule: "server-only", path: file.path, detail: 'must begin with import "server-only"' });
  const isErrorBoundary = /^app\/(.*\/)?(global-)?error\.tsx$/.test(file.path);
  if (file.directives.includes("use client") && room.kind !== "component" && !isErrorBoundary)
    violations.push({ rule: "use-client", path: file.path, detail: "only components and error boundaries" });
  return violations;
}

/** Pure rooms do no I/O and know no framework; components reach no server package. */
function impurities(file: ParsedFile, room: Room): Violation[] {
  const isAllowed = ({ specifier, isTypeOnly }: { specifier: string; isTypeOnly: boolean }): boolean => {
    if (room.kind === "pure") return purePackages.test(specifier) || (isTypeOnly && pureTypePackages.test(specifier));
    if (room.kind === "component")
      return !componentPackages.test(specifier) || /^next\/(link|navigation|dynamic)$/.test(specifier);
    return true;
  };
  return file.imports
    .filter((entry) => entry.file === null && !isAllowed(entry))
    .map(({ specifier }) => ({ rule: "impure", path: file.path, detail: `imports ${specifier}` }));
}

function shape(file: ParsedFile, room: Room): Violation[] {
  const violations: Violation[] = [];
  if (file.isBarrel && room.kind !== "tooling")
    violations.push({ rule: "barrel", path: file.path, detail: "only passes on the exports of others" });
  if (/(^|\/)(utils?|helpers?|common|misc)(\/|\.)/.test(file.path))
    violations.push({ rule: "name", path: file.path, detail: "says nothing of what it holds" });
  if (file.streamsTitle)
    violations.push({ rule: "title", path: file.path, detail: "the title belongs in the page: DocumentTitle" });
  return violations;
}

/** Cycles of imports that exist at run time, each named once by its first file. */
function findCycles(files: readonly ParsedFile[]): Violation[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      file.imports.flatMap((entry) => (entry.file === null || entry.isTypeOnly ? [] : [entry.file])),
    ]),
  );
  const finished = new Set<string>();
  const cycles: Violation[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      cycles.push({ rule: "cycle", path, detail: [...trail.slice(start), path].join(" → ") });
      return;
    }
    if (finished.has(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    finished.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return cycles;
}
