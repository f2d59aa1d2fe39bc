import { z } from "zod";
import { chartSchema } from "../chart/chart.ts";

export const pictureFormats = ["png", "svg"] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** More than this is no picture for a page any more, and costs the server more than it should. */
export const mostPixels = 16_000_000;

/** What a picture of a result is to show. Pixels are those of the page; `scale` multiplies them in a PNG. */
export const pictureInputSchema = z
  .object({
    chart: chartSchema,
    title: z.string().trim().max(200).default(""),
    theme: z.enum(["light", "dark"]).default("light"),
    width: z.number().int().min(160).max(4000).default(960),
    height: z.number().int().min(120).max(4000).default(540),
    scale: z.number().min(0.5).max(4).default(2),
  })
  .refine(({ width, height, scale }) => width * height * scale ** 2 <= mostPixels, {
    message: "A picture has at most 16 million pixels. Ask for a smaller one or a smaller scale.",
    path: ["scale"],
  });

export type PictureInput = z.output<typeof pictureInputSchema>;
