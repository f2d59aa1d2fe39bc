import { z } from "zod";
import { parseInput } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { receiveUpload } from "#lib/data/upload/receive";

const querySchema = z.object({ name: z.string().trim().min(1, "Name the file: ?name=cars.csv").max(255) });

/** The raw bytes of a file as the body; the answer says what was read. */
export const POST = route(async (viewer, request) => {
  const { name } = parseInput(querySchema, Object.fromEntries(new URL(request.url).searchParams));
  return Response.json(await receiveUpload(viewer, request, name), { status: 201 });
});
