import { z } from "zod";
import { parseBody, parseInput } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { pictureFormats, pictureInputSchema } from "#lib/contract/picture";
import { drawResultPicture } from "#lib/picture/result-picture";

const querySchema = z.object({ format: z.enum(pictureFormats).default("png") });

/** A chart of a result as a PNG or SVG file. */
export const POST = route<{ id: string }>(async (viewer, request, { id }) => {
  const { format } = parseInput(querySchema, Object.fromEntries(new URL(request.url).searchParams));
  const input = await parseBody(request, pictureInputSchema);
  const { body, mediaType } = await drawResultPicture(viewer, id, input, format, request.signal);
  return new Response(typeof body === "string" ? body : new Uint8Array(body), {
    headers: {
      "content-type": mediaType,
      "content-disposition": `attachment; filename="chart.${format}"`,
      // An SVG that is opened by itself runs nothing.
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      "cache-control": "no-store",
    },
  });
});
