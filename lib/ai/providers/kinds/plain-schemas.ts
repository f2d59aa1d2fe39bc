import "server-only";
import { wrapLanguageModel } from "ai";
import type { CallOptions, LanguageModelV4 } from "../model-types.ts";

type FunctionTool = Extract<NonNullable<CallOptions["tools"]>[number], { readonly type: "function" }>;
type Schema = FunctionTool["inputSchema"];
type Definition = NonNullable<Schema["not"]>;

/**
 * A model whose tools and answers are described in the JSON Schema that all providers know: OpenAI's strict mode refuses `oneOf`,
 * Gemini does not list `const`, and neither wants to be told which draft it is.
 */
export function withPlainSchemas(model: LanguageModelV4, { isStrict = false } = {}): LanguageModelV4 {
  return wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: "v4",
      transformParams: async ({ params }) => ({
        ...params,
        ...(params.tools === undefined ? {} : { tools: params.tools.map((tool) => plainTool(tool, isStrict)) }),
        ...(params.responseFormat?.type === "json" && params.responseFormat.schema !== undefined
          ? { responseFormat: { ...params.responseFormat, schema: plainSchema(params.responseFormat.schema) } }
          : {}),
      }),
    },
  });
}

/** Strict: the model's input follows the schema to the letter. */
function plainTool(tool: NonNullable<CallOptions["tools"]>[number], isStrict: boolean): typeof tool {
  if (tool.type !== "function") return tool;
  return { ...tool, inputSchema: plainSchema(tool.inputSchema), ...(isStrict ? { strict: true } : {}) };
}

function plainSchema(schema: Schema): Schema {
  const { $schema: _, const: only, oneOf, anyOf, properties, items, minimum, maximum, ...rest } = schema;
  const alternatives = [...(anyOf ?? []), ...(oneOf ?? [])];
  return {
    ...rest,
    ...(only === undefined ? {} : { enum: [only] }),
    ...(alternatives.length === 0 ? {} : { anyOf: alternatives.map(plainDefinition) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, value]) => [name, plainDefinition(value)]),
          ),
        }),
    ...(items === undefined
      ? {}
      : { items: Array.isArray(items) ? items.map(plainDefinition) : plainDefinition(items) }),
    // That a number is a safe integer goes without saying.
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? {} : { minimum }),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
  };
}

function plainDefinition(definition: Definition): Definition {
  return typeof definition === "boolean" ? definition : plainSchema(definition);
}
