import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Frame } from "#components/frame/frame";
import { readTheme } from "#components/frame/theme";
import { getOrganization } from "#db/queries/organizations";
import { findProviderNotice } from "#lib/ai/providers/provider-notice";
import { readPulse } from "#lib/ai/providers/pulse";
import { isAiAvailable } from "#lib/ai/providers/registry";
import { getSetUpState } from "#lib/auth/set-up";
import { getViewer } from "#lib/auth/viewer";
import { can, canUseSources, type Person } from "#lib/permissions";
import { findUsableSources } from "./find-usable-sources.ts";
import { chooseTheme, collapseRail } from "./preferences.ts";

/** Whoever is signed in; everybody else is led to the page that lets them in. */
export async function requirePageViewer(): Promise<Person> {
  const viewer = await getViewer();
  if (viewer !== null) return viewer;
  if ((await getSetUpState()).isOpen) redirect("/set-up");
  const path = (await headers()).get("x-pathname");
  redirect(path === null || path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}

/** The frame with what this person may see in it. */
export async function WorkspaceFrame({ children }: { readonly children: ReactNode }) {
  const viewer = await requirePageViewer();
  const pulse = await readPulse(viewer);
  const [organization, sources, isAvailable, jar] = await Promise.all([
    getOrganization(viewer),
    findUsableSources(viewer),
    isAiAvailable(viewer),
    cookies(),
  ]);
  const { locale, timeZone } = organization;
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  const notice = await findProviderNotice(viewer, (iso) => moment.format(new Date(iso)));
  return (
    <Frame
      pulse={pulse}
      providerNotice={notice}
      person={{ name: viewer.name, email: viewer.email }}
      organization={organization.name}
      canAsk={isAvailable && can(viewer, "useAsk")}
      canSeeData={canUseSources(viewer)}
      canSeeWorkbooks={can(viewer, "viewWorkbooks")}
      isAdmin={can(viewer, "administer")}
      sources={sources.map(({ id, name, description }) => ({ id, name, description }))}
      theme={readTheme(jar.get("theme")?.value)}
      isRailCollapsed={jar.get("rail")?.value === "collapsed"}
      onThemeChange={chooseTheme}
      onRailChange={collapseRail}
    >
      {children}
    </Frame>
  );
}
