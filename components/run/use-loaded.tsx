"use client";

import { useEffect, useState } from "react";
import type { z } from "zod";
import { request, sentenceOf } from "#components/ui/request";

export type Loaded<Answer> =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly message: string }
  | { readonly state: "ready"; readonly answer: Answer };

/** Fetches once when it is first shown. The schema must be the same at every render. */
export function useLoaded<Answer>(path: string, schema: z.ZodType<Answer>): Loaded<Answer> {
  const [loaded, setLoaded] = useState<Loaded<Answer>>({ state: "loading" });
  useEffect(() => {
    const leave = new AbortController();
    request(path, schema, { signal: leave.signal })
      .then((answer) => setLoaded({ state: "ready", answer }))
      .catch((error: unknown) => {
        if (!leave.signal.aborted) setLoaded({ state: "failed", message: sentenceOf(error) });
      });
    return () => leave.abort();
  }, [path, schema]);
  return loaded;
}
