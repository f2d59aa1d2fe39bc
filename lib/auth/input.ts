import "server-only";
import { z } from "zod";
import { plainMessage } from "#lib/contract/plain-message";
import { mayBeUnstorable, storableJson } from "#lib/contract/storable";
import { AskbookError } from "#lib/errors";

/** Characters of a body, unless a route allows more. */
const usualBodyLength = 1_000_000;

/** The JSON body of a request as the schema wants it, its texts such that the database keeps them; throws `invalid_input` naming the first field at fault. */
export async function parseBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  { maxLength = usualBodyLength }: { readonly maxLength?: number } = {},
): Promise<z.output<Schema>> {
  if (!(request.headers.get("content-type") ?? "").toLowerCase().startsWith("application/json"))
    throw new AskbookError("invalid_input", { message: "Send JSON, with the header Content-Type: application/json." });
  return parseInput(schema, parseJson(await readText(request, maxLength)));
}

/** The value as the schema wants it; throws `invalid_input` naming the first field at fault. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input, { error: plainMessage });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".");
  throw new AskbookError("invalid_input", {
    ...(issue === undefined ? {} : { message: issue.message }),
    ...(field ? { field } : {}),
  });
}

/** An id of an address; throws `not_found`, for what is no id does not exist. */
export function parseId(text: unknown): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw new AskbookError("not_found");
  return id.data;
}

async function readText(request: Request, maxLength: number): Promise<string> {
  const tooLarge = new AskbookError("too_large", {
    message: `The body of this request is larger than ${maxLength / 1_000_000} MB.`,
  });
  if (Number(request.headers.get("content-length") ?? 0) > maxLength) throw tooLarge;
  let text = "";
  for await (const chunk of (request.body ?? new Blob().stream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.length > maxLength) throw tooLarge;
  }
  return text;
}

function parseJson(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return mayBeUnstorable(text) ? storableJson(body) : body;
  } catch (cause) {
    throw new AskbookError("invalid_input", { message: "The body of this request is not valid JSON.", cause });
  }
}
