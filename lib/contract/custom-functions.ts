import { z } from "zod";
import { maximumCustomArguments } from "../formula/custom-function.ts";
import { valueTypes } from "../formula/types.ts";

/** What crosses the wire about the organization's own functions. Whether one is sound is judged by `checkCustomFunction`. */

export const customFunctionSchema = z.object({
  name: z
    .string({ error: "Name the function." })
    .trim()
    .min(1, "Name the function.")
    .max(64, "A name has at most 64 characters."),
  description: z.string().trim().max(500, "A description has at most 500 characters."),
  arguments: z
    .array(z.object({ name: z.string().trim().min(1, "Name the argument.").max(64), type: z.enum(valueTypes) }))
    .max(maximumCustomArguments, `A custom function has at most ${maximumCustomArguments} arguments.`),
  formula: z
    .string()
    .trim()
    .min(1, "Write the function's formula.")
    .max(65_536, "A formula may be 65,536 characters long."),
  isHidden: z.boolean(),
});
export type CustomFunctionForm = z.infer<typeof customFunctionSchema>;

/** `version`: when the admin's state of it was written, ISO; null: a new function. */
export const saveCustomFunctionSchema = z.object({
  target: z.object({ id: z.uuid(), version: z.iso.datetime() }).nullable(),
  draft: customFunctionSchema,
});
export type SaveCustomFunctionInput = z.infer<typeof saveCustomFunctionSchema>;

export type CustomFunctionItem = CustomFunctionForm & { readonly id: string; readonly version: string };
