import { argumentTypeName, signatureParts, typeName } from "#components/formula/function-words";
import type { LevelKind } from "#lib/formula/checked";
import {
  type ArgumentDefinition,
  type FunctionCategory,
  type FunctionDefinition,
  functionCategories,
} from "#lib/formula/functions/definition";
import { functionTable } from "#lib/formula/functions/table";
import type { DialectName } from "#lib/sql/dialect";

/** What help says of a function: plain data, made from the function table and from nothing else. */
export type FunctionHelp = {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly category: FunctionCategory;
  readonly levelKind: LevelKind | "either";
  readonly signature: string;
  readonly arguments: readonly ArgumentHelp[];
  /** Null: the type of its arguments. */
  readonly result: string | null;
  readonly description: string;
  readonly example: string;
  /** Names of the engines that cannot do it. */
  readonly notAvailableOn: readonly string[];
};

export type ArgumentHelp = {
  readonly name: string;
  readonly type: string;
  /** `several`: at least once. */
  readonly presence: "required" | "optional" | "several" | "repeated";
  readonly values: readonly string[];
};

const engineNames: Readonly<Record<DialectName, string>> = { duckdb: "uploaded files", postgres: "PostgreSQL" };
const engines = ["duckdb", "postgres"] as const satisfies readonly DialectName[];

/** Every function that people may call, by category and name. */
export function describeFunctions(): FunctionHelp[] {
  const order = (category: FunctionCategory): number => functionCategories.indexOf(category);
  return [...functionTable.values()]
    .filter(({ isInternal }) => isInternal !== true)
    .map(describeFunction)
    .toSorted((left, right) => order(left.category) - order(right.category) || (left.name < right.name ? -1 : 1));
}

function describeFunction(definition: FunctionDefinition): FunctionHelp {
  const { name, aliases = [], category, levelKind, result, description, example, lowering } = definition;
  return {
    name,
    aliases,
    category,
    levelKind,
    signature: signatureParts(definition, null)
      .map(({ text }) => text)
      .join(""),
    arguments: describeArguments(definition),
    result: result === "T" || result === "U" ? null : typeName(result),
    description,
    example,
    notAvailableOn: engines.filter((engine) => lowering[engine] === null).map((engine) => engineNames[engine]),
  };
}

function describeArguments({ signature }: FunctionDefinition): ArgumentHelp[] {
  const { required, optional = [], repeated = [], last } = signature;
  const as =
    (presence: ArgumentHelp["presence"]) =>
    ({ name, type, values = [] }: ArgumentDefinition): ArgumentHelp => ({
      name,
      type: argumentTypeName(type),
      presence,
      values,
    });
  const isRepeated = ({ name }: ArgumentDefinition): boolean => repeated.some((one) => one.name === name);
  const isNew = ({ name }: ArgumentDefinition): boolean => !required.some((one) => one.name === name);
  return [
    ...required.map((one) => as(isRepeated(one) ? "several" : "required")(one)),
    ...optional.map(as("optional")),
    ...repeated.filter(isNew).map(as("repeated")),
    ...(last === undefined ? [] : [as("optional")(last)]),
  ];
}
