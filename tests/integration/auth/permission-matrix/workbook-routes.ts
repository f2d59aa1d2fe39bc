import type { WorkbookAccess } from "#lib/contract/workbooks";
import type { WorkbookDocument } from "#lib/workbook/workbook";

/** Every route of workbooks and explorations. A new one needs an entry. */

export type WorkbookRoute = {
  /** What one must be able to do with the workbook; `owner`: nobody else; null: it is about none in particular. */
  readonly needs: WorkbookAccess | "owner" | null;
  readonly query?: string;
  readonly body?: (things: RouteThings) => unknown;
  /** What it changes stays the workbook's own: tried on a fresh one each time. */
  readonly isWrite?: boolean;
  /** Also of a workbook that was never published. */
  readonly ofDraft?: boolean;
};

export type RouteThings = {
  readonly workbookId: string;
  readonly versionId: string;
  readonly document: WorkbookDocument;
};

const view = { worksheetId: "sales", level: "by-region", columns: ["region", "total"] };
const run = (stage: string) => ({
  body: ({ document: { worksheets, controls } }: RouteThings) => ({ stage, view, document: { worksheets, controls } }),
});
const revision = { revision: 1 };

/** By what is asked, beginning with `METHOD path` below `app/api`. */
export const workbookRoutes: Readonly<Record<string, WorkbookRoute>> = {
  "GET workbooks": { needs: null },
  "POST workbooks": { needs: null, body: () => ({ name: "New" }) },
  "GET workbooks/[id]": { needs: "view" },
  "GET workbooks/[id] ?stage=draft": { needs: "edit", query: "?stage=draft", ofDraft: true },
  "PATCH workbooks/[id]": { needs: "edit", body: () => ({ name: "Other" }), isWrite: true, ofDraft: true },
  "DELETE workbooks/[id]": { needs: "owner", isWrite: true, ofDraft: true },
  "PUT workbooks/[id]/document": {
    needs: "edit",
    body: ({ document }) => ({ document: { ...document, controls: [...document.controls] }, ...revision }),
    isWrite: true,
    ofDraft: true,
  },
  "POST workbooks/[id]/publish": { needs: "edit", body: () => revision, isWrite: true, ofDraft: true },
  "POST workbooks/[id]/discard": { needs: "edit", body: () => revision, isWrite: true },
  "POST workbooks/[id]/restore": {
    needs: "edit",
    body: ({ versionId }) => ({ versionId, ...revision }),
    isWrite: true,
  },
  "GET workbooks/[id]/versions": { needs: "edit", ofDraft: true },
  "GET workbooks/[id]/state": { needs: "view" },
  "GET workbooks/[id]/share": { needs: "edit", ofDraft: true },
  "PUT workbooks/[id]/share": {
    needs: "edit",
    body: () => ({ granteeKind: "everyone", granteeId: null, access: "edit" }),
    isWrite: true,
    ofDraft: true,
  },
  "POST workbooks/[id]/results": { needs: "view", ...run("published") },
  "POST workbooks/[id]/results of the draft": { needs: "edit", ...run("draft"), ofDraft: true },
  // Explorations alone are reset.
  "POST workbooks/[id]/reset": { needs: "owner", isWrite: true },
  "POST explorations": { needs: "explore", body: ({ workbookId }) => ({ from: "workbook", workbookId }) },
};
