import { join, raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import { argument, both, type FunctionDefinition, type LoweringCall } from "./definition.ts";
import { literalText, nodeAt, nullSql, operand, textSql } from "./sql.ts";

function system(
  definition: Omit<FunctionDefinition, "category" | "levelKind" | "result"> & Partial<FunctionDefinition>,
): FunctionDefinition {
  return { category: "system", levelKind: "row", result: "text", ...definition };
}

function lowerInTeam(call: LoweringCall): SqlFragment {
  const { teams } = call.context.person;
  if (teams.length === 0) return raw("FALSE");
  const known = join(teams.map((team) => textSql(call.dialect, team)));
  const tests = call.arguments.map((team) => sql`COALESCE(${operand(team)} IN (${known}), FALSE)`);
  return tests.reduce((left, right) => sql`${left} OR ${right}`);
}

function lowerAttribute(call: LoweringCall): SqlFragment {
  const { attributes } = call.context.person;
  const name = literalText(nodeAt(call, 0)) ?? "";
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  return value === undefined ? nullSql(call.dialect, "text") : textSql(call.dialect, value);
}

const team = argument("team", "text");

/** Who runs the formula: for row rules of a source. */
export const systemFunctions: readonly FunctionDefinition[] = [
  system({
    name: "CurrentUserEmail",
    signature: { required: [] },
    description: "The e-mail address of whoever looks at the result.",
    example: "CurrentUserEmail()",
    lowering: both((call) => textSql(call.dialect, call.context.person.email)),
  }),
  system({
    name: "CurrentUserInTeam",
    signature: { required: [team], repeated: [team] },
    result: "logical",
    description: "Whether whoever looks at the result is in one of the teams.",
    example: 'CurrentUserInTeam("Finance")',
    lowering: both(lowerInTeam),
  }),
  system({
    name: "CurrentUserAttributeText",
    signature: { required: [argument("attribute", "text", { literal: true })] },
    description: "An attribute of whoever looks at the result; Null when it is not set.",
    example: 'CurrentUserAttributeText("region")',
    lowering: both(lowerAttribute),
  }),
  system({
    name: "CurrentUserFirstName",
    signature: { required: [] },
    description: "The first name of whoever looks at the result.",
    example: "CurrentUserFirstName()",
    lowering: both((call) => textSql(call.dialect, call.context.person.firstName)),
  }),
  system({
    name: "CurrentUserFullName",
    signature: { required: [] },
    description: "The full name of whoever looks at the result.",
    example: "CurrentUserFullName()",
    lowering: both((call) => textSql(call.dialect, call.context.person.fullName)),
  }),
  system({
    name: "CurrentTimezone",
    signature: { required: [] },
    description: "The organization's time zone.",
    example: "CurrentTimezone()",
    lowering: both((call) => textSql(call.dialect, call.context.timeZone)),
  }),
];
