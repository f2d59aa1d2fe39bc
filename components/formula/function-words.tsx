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

/** A signature in pieces, the active argument marked. Joined they read as `describeSignature` writes it. */
export function signatureParts(
  { name, signature }: Pick<FunctionDefinition, "name" | "signature">,
  active: ArgumentDefinition | null,
): readonly SignaturePart[] {
  const { required, optional = [], repeated = [], last } = signature;
  const plain = (text: string): SignaturePart => ({ text, isActive: false });
  const named = (one: ArgumentDefinition): SignaturePart => ({ text: one.name, isActive: one === active });
  const bracketed = (some: readonly ArgumentDefinition[]): SignaturePart[] => [
    plain("["),
    ...separated(
      some.map((one) => [named(one)]),
      plain(", "),
    ),
    plain("]"),
  ];
  const groups = [
    ...required.map((one) => [named(one)]),
    ...optional.map((one) => bracketed([one])),
    ...(repeated.length === 0 ? [] : [bracketed(repeated), [plain("…")]]),
    ...(last === undefined ? [] : [bracketed([last])]),
  ];
  return [plain(`${name}(`), ...separated(groups, plain(", ")), plain(")")];
}

function separated(groups: readonly (readonly SignaturePart[])[], separator: SignaturePart): SignaturePart[] {
  return groups.flatMap((group, index) => (index === 0 ? group : [separator, ...group]));
}
