import { z } from "zod";
import { chartSchema } from "../chart/chart.ts";
import { workbookDocumentSchema } from "../workbook/workbook.ts";
import { documentSchema, viewSchema } from "../worksheet/worksheet.ts";
import { storable } from "./storable.ts";

/** What crosses the wire about workbooks: docs/http-api.md describes it for scripts. */

export const workbookAccesses = ["view", "explore", "edit"] as const;
/** Least first; each includes those before it. */
export type WorkbookAccess = (typeof workbookAccesses)[number];

/** What the database can count to, and one more. */
const revisionSchema = z.number().int().min(1).max(2_000_000_000);

export const workbookNameSchema = z.string().overwrite(storable).trim().min(1, "Give the workbook a name.").max(200);

/** `GET /api/workbooks`: those that the viewer may open, the last changed first. */
export const workbookListItemSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  kind: z.enum(["workbook", "exploration"]),
  access: z.enum(workbookAccesses),
  ownerName: z.string(),
  isPublished: z.boolean(),
  updatedAt: z.iso.datetime(),
});
export type WorkbookListItem = z.infer<typeof workbookListItemSchema>;

/** `draft`: what editors work on; an exploration has nothing else. */
export const workbookStages = ["published", "draft"] as const;
export type WorkbookStage = (typeof workbookStages)[number];

/** `GET /api/workbooks/{id}?stage=`. */
export const workbookDetailSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  kind: z.enum(["workbook", "exploration"]),
  access: z.enum(workbookAccesses),
  stage: z.enum(workbookStages),
  document: workbookDocumentSchema,
  /** Of the draft: what the next save names. */
  revision: z.number().int(),
  publishedAt: z.iso.datetime().nullable(),
  /** The draft is not what is published. */
  hasChanges: z.boolean(),
  ownerName: z.string(),
  isOwner: z.boolean(),
  /** Of an exploration: the workbook that it looks at; null: it came from an answer, or the workbook is gone. */
  base: z.object({ id: z.uuid(), name: z.string(), hasNewVersion: z.boolean() }).nullable(),
  updatedAt: z.iso.datetime(),
  updatedByName: z.string().nullable(),
});
export type WorkbookDetail = z.infer<typeof workbookDetailSchema>;

/** `POST /api/workbooks`: an empty workbook, or one with a document of the viewer's own (Save as, Duplicate). */
export const createWorkbookSchema = z.object({
  name: workbookNameSchema,
  description: z.string().overwrite(storable).trim().max(2000).default(""),
  document: workbookDocumentSchema.nullable().default(null),
  /** The exploration that it is saved from, which is then removed. */
  explorationId: z.uuid().nullable().default(null),
});
export type CreateWorkbook = z.input<typeof createWorkbookSchema>;
export const createdWorkbookSchema = z.object({ id: z.uuid() });

/** `PUT /api/workbooks/{id}/document`: compare-and-set; answers the new revision, or 409 `conflict` when another save came first. */
export const saveDocumentSchema = z.object({ document: workbookDocumentSchema, revision: revisionSchema });
export const savedDocumentSchema = z.object({ revision: z.number().int() });

/** `PATCH /api/workbooks/{id}`. */
export const updateWorkbookSchema = z.object({
  name: workbookNameSchema.optional(),
  description: z.string().overwrite(storable).trim().max(2000).optional(),
});

/** `POST /api/workbooks/{id}/publish`: the draft as it is at that revision. */
export const publishSchema = z.object({ revision: revisionSchema });

/** `POST /api/workbooks/{id}/restore`: a version's document becomes the draft. */
export const restoreVersionSchema = z.object({ versionId: z.uuid(), revision: revisionSchema });

/** `GET /api/workbooks/{id}/state`: cheap, for tabs that stay open. */
export const workbookStateSchema = z.object({
  revision: z.number().int(),
  publishedAt: z.iso.datetime().nullable(),
  updatedByName: z.string().nullable(),
});

/** `GET /api/workbooks/{id}/versions`. */
export const workbookVersionSchema = z.object({
  id: z.uuid(),
  number: z.number().int(),
  publishedAt: z.iso.datetime(),
  publishedByName: z.string().nullable(),
});
export type WorkbookVersion = z.infer<typeof workbookVersionSchema>;

/**
 * `POST /api/workbooks/{id}/results`: runs a view of the workbook as the viewer. `document` holds the view's worksheet with those that it
 * is built on, and the controls, as they stand on the screen: what differs from what is stored takes the permission to explore so far.
 * Answers a `ResultPage` with the first rows; others come from `GET /api/results/{id}`.
 */
export const runElementSchema = z.object({
  stage: z.enum(workbookStages),
  document: documentSchema,
  view: viewSchema,
  /** Rows in the answer. */
  limit: z.number().int().min(1).max(1000).default(200),
});
export type RunElement = z.input<typeof runElementSchema>;

/** `POST /api/explorations`: private changes to a published workbook, or to what an answer found. The same workbook's is given again. */
export const createExplorationSchema = z.discriminatedUnion("from", [
  z.object({ from: z.literal("workbook"), workbookId: z.uuid() }),
  /** The viewer's own results, in the order of the elements that they become. */
  z.object({
    from: z.literal("results"),
    name: workbookNameSchema,
    resultIds: z.array(z.uuid()).min(1).max(20),
    /** How results are drawn, by result id. */
    charts: z.record(z.uuid(), chartSchema).default({}),
  }),
]);
export type CreateExploration = z.input<typeof createExplorationSchema>;

export const granteeKinds = ["user", "account-type", "everyone"] as const;

/** `GET /api/workbooks/{id}/share`: for those who may edit. */
export const workbookSharingSchema = z.object({
  owner: z.object({ userId: z.uuid(), name: z.string() }),
  grants: z.array(
    z.object({
      granteeKind: z.enum(granteeKinds),
      granteeId: z.uuid(),
      name: z.string(),
      access: z.enum(workbookAccesses),
      /** Sources of the workbook that this grantee may not use. */
      lacks: z.array(z.object({ sourceId: z.uuid(), name: z.string(), canGrant: z.boolean() })),
    }),
  ),
  /** Whom it can be shared with besides. */
  people: z.array(z.object({ userId: z.uuid(), name: z.string(), email: z.string() })),
  accountTypes: z.array(z.object({ accountTypeId: z.uuid(), name: z.string() })),
});
export type WorkbookSharing = z.infer<typeof workbookSharingSchema>;

/** `PUT /api/workbooks/{id}/share`: gives or changes one grant; access null takes it away. */
export const updateSharingSchema = z.object({
  granteeKind: z.enum(granteeKinds),
  /** Of everyone: left out. */
  granteeId: z.uuid().nullable(),
  access: z.enum(workbookAccesses).nullable(),
  /** Sources to grant with it, of those that the viewer manages. */
  grantSourceIds: z.array(z.uuid()).max(50).default([]),
});
export type UpdateSharing = z.input<typeof updateSharingSchema>;
