"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import { action } from "#lib/auth/action";

const lasting = { maxAge: 400 * 24 * 60 * 60, sameSite: "lax", path: "/" } as const;

const theme = action(z.enum(["system", "light", "dark"]), async (_viewer, name) => {
  (await cookies()).set("theme", name, lasting);
});

const rail = action(z.boolean(), async (_viewer, isCollapsed) => {
  (await cookies()).set("rail", isCollapsed ? "collapsed" : "open", lasting);
});

export async function chooseTheme(name: "system" | "light" | "dark") {
  return theme(name);
}

export async function collapseRail(isCollapsed: boolean) {
  return rail(isCollapsed);
}
