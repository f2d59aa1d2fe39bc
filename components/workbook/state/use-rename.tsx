"use client";

import { useState } from "react";
import { nothing, request } from "#components/ui/request";
import type { WorkbookDetail } from "#lib/contract/workbooks";

/** The workbook's name, changed at once and given back its former one when the server refuses. */
export function useRename({ id, name }: Pick<WorkbookDetail, "id" | "name">) {
  const [shown, setShown] = useState(name);
  const rename = (next: string) => {
    const wanted = next.trim();
    if (wanted === "" || wanted === shown) return;
    setShown(wanted);
    request(`/api/workbooks/${id}`, nothing, { method: "PATCH", body: { name: wanted } }).catch(() => setShown(shown));
  };
  return [shown, rename] as const;
}
