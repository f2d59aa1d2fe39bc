import "server-only";
import { drawPicture } from "./draw-picture.ts";
import { type PaintRequest, type PaintResponse, requestSchema } from "./protocol.ts";

/** The program of the process that draws pictures. It serves whoever forked it, and ends with them. */

process.on("message", (message) => void paint(requestSchema.parse(message)));
process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole process group: the server decides when its processes stop.
process.on("SIGINT", () => undefined);

async function paint({ id, input, source, format }: PaintRequest): Promise<void> {
  try {
    send({ kind: "drawn", id, ...(await drawPicture(input, source, format)) });
  } catch (error) {
    send({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) });
  }
}

function send(response: PaintResponse): void {
  process.send?.(response);
}
