import { z } from "zod";

/** Which JSON Schema a provider takes for tools and structured output, as its documentation lists it. Other keywords are refused. */

const openAiStrict = new Set(
  "type description title properties required additionalProperties items anyOf enum const pattern format multipleOf minimum maximum exclusiveMinimum exclusiveMaximum minItems maxItems $defs $ref".split(
    " ",
  ),
);
const gemini = new Set(
  "$id $defs $ref $anchor type format title description enum items prefixItems minItems maxItems minimum maximum anyOf oneOf properties additionalProperties required propertyOrdering".split(
    " ",
  ),
);

const schemaNode = z.looseObject({
  type: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
});
type Node = z.infer<typeof schemaNode>;

type Refuse = (problem: string) => void;

/** Strict mode: an object at the root, every object closed, every property required: what may be missing is nullable instead. */
export function checkStrictSchema(schema: unknown, path: string, refuse: Refuse): void {
  if (schemaNode.parse(schema).anyOf !== undefined) refuse(`${path}: the root of a strict schema is an object`);
  walk(schema, path, (node, where) => {
    checkKeywords(node, openAiStrict, where, refuse);
    if (node.type === "object" || node.properties !== undefined) {
      if (node.additionalProperties !== false) refuse(`${where}: additionalProperties must be false`);
      for (const name of Object.keys(node.properties ?? {}))
        if (!(node.required ?? []).includes(name))
          refuse(`${where}.${name}: strict mode wants every property required`);
    }
  });
}

export function checkGeminiSchema(schema: unknown, path: string, refuse: Refuse): void {
  walk(schema, path, (node, where) => {
    checkKeywords(node, gemini, where, refuse);
    for (const value of node.enum ?? [])
      if (typeof value !== "string" && typeof value !== "number") refuse(`${where}: enum is for strings and numbers`);
  });
}

/** Of Claude: the root of a tool's input is one object. */
export function checkClaudeSchema(schema: unknown, path: string, refuse: Refuse): void {
  for (const keyword of ["anyOf", "oneOf", "allOf"])
    if (keyword in schemaNode.parse(schema))
      refuse(`${path}: input_schema does not support ${keyword} at the top level`);
}

function checkKeywords(node: Node, known: ReadonlySet<string>, path: string, refuse: Refuse): void {
  for (const keyword of Object.keys(node))
    if (node[keyword] !== undefined && !known.has(keyword)) refuse(`${path}: ${keyword} is not supported`);
}

function walk(schema: unknown, path: string, visit: (node: Node, path: string) => void): void {
  const parsed = schemaNode.safeParse(schema);
  if (!parsed.success) return;
  const node = parsed.data;
  visit(node, path);
  for (const [name, child] of Object.entries(node.properties ?? {})) walk(child, `${path}.${name}`, visit);
  if (node.items !== undefined) walk(node.items, `${path}[]`, visit);
  for (const child of [...(node.anyOf ?? []), ...(node.oneOf ?? [])]) walk(child, path, visit);
}
