import type { ArgumentDefinition, ArgumentType, FunctionDefinition } from "#lib/formula/functions/definition";
import type { FormulaType } from "#lib/formula/types";

/** Functions and types in words, for hints and help. Everything comes from the function table. */

const typeNames: Readonly<Record<FormulaType, string>> = {
  text: "Text",
  number: "Number",
  date: "Date",
  logical: "Logical",
  variant: "Variant",
  null: "Null",
  unknown: "Unknown",
};

export function typeName(type: FormulaType): string {
  return typeNames[type];
}

/** `Number or Date`; a type that several arguments share is just any. */
export function argumentTypeName(type: ArgumentType): string {
  if (type === "any" || type === "T" || type === "U") return "Any type";
  return typeof type === "string" ? typeName(type) : type.map(typeName).join(" or ");
}

export type SignaturePart = { readonly text: string; readonly isActive: boolean };

/** The argument that the cursor is in, and which one of the call that is. */
export type ActiveArgument = { readonly argument: ArgumentDefinition; readonly index: number };

/** A signature in pieces, the active argument marked. Joined they read as `describeSignature` writes it. */
export function signatureParts(
  { name, signature }: Pick<FunctionDefinition, "name" | "signature">,
  active: ActiveArgument | null,
): readonly SignaturePart[] {
  const { required, optional = [], repeated = [], last } = signature;
  const isBehind = active !== null && active.index >= required.length;
  const plain = (text: string): SignaturePart => ({ text, isActive: false });
  const mandatory = ({ name: text }: ArgumentDefinition, index: number) => [
    { text, isActive: index === active?.index },
  ];
  const further = (one: ArgumentDefinition) => [{ text: one.name, isActive: isBehind && one === active.argument }];
  const bracketed = (some: readonly ArgumentDefinition[]): SignaturePart[] => [
    plain("["),
    ...separated(some.map(further), plain(", ")),
    plain("]"),
  ];
  const groups = [
    ...required.map(mandatory),
    ...optional.map((one) => bracketed([one])),
    ...(repeated.length === 0 ? [] : [bracketed(repeated), [plain("…")]]),
    ...(last === undefined ? [] : [bracketed([last])]),
  ];
  return [plain(`${name}(`), ...separated(groups, plain(", ")), plain(")")];
}

function separated(groups: readonly (readonly SignaturePart[])[], separator: SignaturePart): SignaturePart[] {
  return groups.flatMap((group, index) => (index === 0 ? group : [separator, ...group]));
}
