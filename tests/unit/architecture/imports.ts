import { posix } from "node:path";
import { type Declaration, type ObjectPropertyKind, parseSync } from "oxc-parser";

export type ImportedModule = {
  readonly specifier: string;
  /** The file inside the repository, or null for a package. */
  readonly file: string | null;
  readonly isTypeOnly: boolean;
};

export type ParsedFile = {
  readonly path: string;
  readonly imports: readonly ImportedModule[];
  readonly directives: readonly string[];
  readonly firstImport: string | null;
  /** It exports nothing of its own, only what others export. */
  readonly isBarrel: boolean;
  /** It exports `metadata` with a title, or `generateMetadata`. */
  readonly streamsTitle: boolean;
};

/** Reads a file's imports, static, re-exported and dynamic with a literal specifier. `paths` are all files of the repository. */
export function parseFile(path: string, text: string, paths: ReadonlySet<string>): ParsedFile {
  const { module, program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found: { specifier: string; isTypeOnly: boolean; start: number }[] = [];
  for (const entry of module.staticImports) {
    const isTypeOnly = entry.entries.length > 0 && entry.entries.every((name) => name.isType);
    found.push({ specifier: entry.moduleRequest.value, isTypeOnly, start: entry.start });
  }
  let ownExports = 0;
  let reExports = 0;
  for (const entry of module.staticExports.flatMap((statement) => statement.entries)) {
    if (entry.moduleRequest === null || entry.moduleRequest === undefined) ownExports += 1;
    else {
      reExports += 1;
      found.push({ specifier: entry.moduleRequest.value, isTypeOnly: entry.isType, start: entry.start });
    }
  }
  for (const entry of module.dynamicImports) {
    const specifier = literalOf(text.slice(entry.moduleRequest.start, entry.moduleRequest.end));
    if (specifier !== null) found.push({ specifier, isTypeOnly: false, start: entry.start });
  }
  return {
    path,
    imports: found.map(({ specifier, isTypeOnly }) => ({
      specifier,
      isTypeOnly,
      file: resolve(path, specifier, paths),
    })),
    directives: program.body.flatMap((node) =>
      "directive" in node && typeof node.directive === "string" ? [node.directive] : [],
    ),
    firstImport: module.staticImports[0]?.moduleRequest.value ?? null,
    isBarrel: reExports > 0 && ownExports === 0,
    streamsTitle: program.body.some(
      (node) => node.type === "ExportNamedDeclaration" && node.declaration !== null && declaresTitle(node.declaration),
    ),
  };
}

function declaresTitle(declaration: Declaration): boolean {
  if (declaration.type === "FunctionDeclaration") return declaration.id?.name === "generateMetadata";
  if (declaration.type !== "VariableDeclaration") return false;
  return declaration.declarations.some(({ id, init }) => {
    if (id.type !== "Identifier" || init === null) return false;
    if (id.name === "generateMetadata") return true;
    return id.name === "metadata" && init.type === "ObjectExpression" && init.properties.some(isTitle);
  });
}

function isTitle(property: ObjectPropertyKind): boolean {
  return property.type === "Property" && property.key.type === "Identifier" && property.key.name === "title";
}

function literalOf(source: string): string | null {
  return /^(["'`])([^"'`$]+)\1$/.exec(source)?.[2] ?? null;
}

function resolve(from: string, specifier: string, paths: ReadonlySet<string>): string | null {
  const base = specifier.startsWith("#")
    ? specifier.slice(1)
    : specifier.startsWith(".")
      ? posix.normalize(posix.join(posix.dirname(from), specifier))
      : null;
  if (base === null) return null;
  return [base, `${base}.ts`, `${base}.tsx`].find((candidate) => paths.has(candidate)) ?? base;
}
