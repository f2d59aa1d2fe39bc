import { sql } from "drizzle-orm";
import { db } from "#db/client";
import { lifecycle } from "#lib/lifecycle";
import { log } from "#lib/log";

/** Whether a load balancer may send requests here: the database answers, and the server is not about to stop. */
export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  if (lifecycle().isStopping) return answer(503, "stopping");
  try {
    await withinTwoSeconds(db().execute(sql`select 1`));
    return answer(200, "ready");
  } catch (error) {
    log().warn({ err: error }, "Not ready: the database does not answer");
    return answer(503, "database unavailable");
  }
}

function answer(status: number, text: string): Response {
  return Response.json({ status: text }, { status, headers: { "cache-control": "no-store" } });
}

async function withinTwoSeconds(work: Promise<unknown>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("No answer within two seconds.")), 2_000);
  await Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
