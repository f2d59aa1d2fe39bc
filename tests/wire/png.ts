import { z } from "zod";

/** A picture on the wire: a PNG in base64. */
export const png = z.string().regex(/^iVBORw0KGgo[A-Za-z0-9+/]+={0,2}$/);
export const pngUrl = z.string().regex(/^data:image\/png;base64,iVBORw0KGgo[A-Za-z0-9+/]+={0,2}$/);
