import { Database, House, type LucideIcon, MessageCircleQuestion, Notebook } from "lucide-react";

export type Place = { readonly href: string; readonly label: string; readonly icon: LucideIcon };

const home: Place = { href: "/", label: "Home", icon: House };
const ask: Place = { href: "/ask", label: "Ask", icon: MessageCircleQuestion };
const workbooks: Place = { href: "/workbooks", label: "Workbooks", icon: Notebook };
const data: Place = { href: "/data", label: "Data", icon: Database };

export type Reach = { readonly canAsk: boolean; readonly canSeeWorkbooks: boolean; readonly canSeeData: boolean };

/** The rail, from top to bottom: what can be used. Empty for somebody who can use nothing, whose home says so. */
export function findPlaces({ canAsk, canSeeWorkbooks, canSeeData }: Reach): readonly Place[] {
  const places = [...(canAsk ? [ask] : []), ...(canSeeWorkbooks ? [workbooks] : []), ...(canSeeData ? [data] : [])];
  return places.length === 0 ? [] : [home, ...places];
}

export function isWithin(place: Place, pathname: string): boolean {
  return place.href === "/" ? pathname === "/" : pathname === place.href || pathname.startsWith(`${place.href}/`);
}

const others = [
  { prefix: "/admin", label: "Administration" },
  { prefix: "/profile", label: "Profile" },
  { prefix: "/help", label: "Help" },
];

/** The name of the place at this address, for the top bar. */
export function nameOfPlace(pathname: string): string {
  const place = [home, ask, workbooks, data].find((candidate) => isWithin(candidate, pathname));
  return place?.label ?? others.find(({ prefix }) => pathname.startsWith(prefix))?.label ?? "Askbook";
}
