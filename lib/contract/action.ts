import type { ErrorBody } from "../errors.ts";

/** What a server action answers: it never throws at the client. */
export type ActionResult<Data> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly error: ErrorBody };
