import { z } from "zod";
import { type CreateWorkbook, createdWorkbookSchema } from "#lib/contract/workbooks";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { expectOk, postJson } from "#tests/e2e/support/api";
import type { Product } from "../with-product.ts";

const sourcesSchema = z.object({ sources: z.array(z.object({ id: z.string(), name: z.string() })) });

/** The id of the sample's model. */
export async function findOrders({ url, cookie }: Pick<Product, "url" | "cookie">): Promise<string> {
  const answer = await expectOk(await fetch(`${url}/api/sources`, { headers: { cookie } }));
  const orders = sourcesSchema.parse(await answer.json()).sources.find(({ name }) => name === "Orders");
  if (orders === undefined) throw new Error("The sample has no source Orders.");
  return orders.id;
}

/** Gives its id. */
export async function createWorkbook(
  { url, cookie }: Pick<Product, "url" | "cookie">,
  name: string,
  document: WorkbookDocument | null,
): Promise<string> {
  const asked: CreateWorkbook = { name, document };
  const answer = await expectOk(await postJson(url, "/api/workbooks", asked, cookie));
  return createdWorkbookSchema.parse(await answer.json()).id;
}
