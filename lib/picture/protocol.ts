import "server-only";
import { z } from "zod";
import { type PictureInput, pictureFormats } from "#lib/contract/picture";
import type { Picture, PictureSource } from "./draw-picture.ts";

/** Messages between the server and the process that draws its pictures. What comes in was checked by the server. */

const isObject = (input: unknown): boolean => typeof input === "object" && input !== null;
const isBody = (body: unknown): boolean => typeof body === "string" || body instanceof Uint8Array;

export const requestSchema = z.object({
  id: z.number(),
  input: z.custom<PictureInput>(isObject),
  source: z.custom<PictureSource>(isObject),
  format: z.enum(pictureFormats),
});

export const responseSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("drawn"),
    id: z.number(),
    body: z.custom<Picture["body"]>(isBody),
    mediaType: z.string(),
  }),
  z.object({ kind: z.literal("failed"), id: z.number(), message: z.string() }),
]);

export type PaintRequest = z.infer<typeof requestSchema>;
export type PaintResponse = z.infer<typeof responseSchema>;
