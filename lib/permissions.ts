import { AskbookError } from "./errors.ts";

/** Account types and what each may do: the one place that says so. Source: PRODUCT.md, "Users and account types". */

const permissionTable = {
  useAsk: { label: "Use Ask", short: "Ask", requires: [] },
  explainCharts: { label: "Explain charts with AI", short: "Explain", requires: ["viewWorkbooks"] },
  useFormulaAi: { label: "Use AI with formulas", short: "Formula AI", requires: ["exploreFull"] },
  viewWorkbooks: { label: "View workbooks", short: "workbooks", requires: [] },
  exploreBasic: {
    label: "Explore: filter, sort, controls, drill, underlying data, CSV",
    short: "exploring",
    requires: ["viewWorkbooks"],
  },
  exploreFull: {
    label: "Explore: columns, formulas and elements too",
    short: "full exploring",
    requires: ["exploreBasic"],
  },
  viewSql: { label: "View SQL", short: "SQL", requires: [] },
  build: {
    label: "Create, edit and publish workbooks; upload data; manage sources",
    short: "building",
    requires: ["exploreFull"],
  },
  administer: { label: "Administration", short: "administration", requires: [] },
} as const satisfies Record<string, { label: string; short: string; requires: readonly string[] }>;

export type Permission = keyof typeof permissionTable;
export const permissions = Object.keys(permissionTable).filter((key): key is Permission => key in permissionTable);

export function permissionLabel(permission: Permission): string {
  return permissionTable[permission].label;
}

/** `Ask · Explain · exploring`: where there is no room for the labels. What another one needs is not said. */
export function summarizePermissions(granted: readonly Permission[]): string {
  const isImplied = (permission: Permission): boolean =>
    granted.some((other) => other !== permission && withRequired([other]).includes(permission));
  const told = granted.filter((permission) => !isImplied(permission));
  return told.map((permission) => permissionTable[permission].short).join(" · ");
}

const viewType: readonly Permission[] = ["useAsk", "viewWorkbooks"];
const actType: readonly Permission[] = [...viewType, "explainCharts", "exploreBasic"];
const analyzeType: readonly Permission[] = [...actType, "exploreFull", "useFormulaAi"];
const buildType: readonly Permission[] = [...analyzeType, "viewSql", "build"];

/** The five account types that every organization starts with, least first. */
export const defaultAccountTypes = {
  view: { name: "View", permissions: viewType },
  act: { name: "Act", permissions: actType },
  analyze: {
    name: "Analyze",
    permissions: analyzeType,
  },
  build: { name: "Build", permissions: buildType },
  admin: { name: "Admin", permissions },
} as const satisfies Record<string, { name: string; permissions: readonly Permission[] }>;

export type DefaultAccountType = keyof typeof defaultAccountTypes;

/** The permissions with everything they need, in the table's order. */
export function withRequired(granted: Iterable<Permission>): Permission[] {
  const all = new Set<Permission>();
  const add = (permission: Permission): void => {
    if (all.has(permission)) return;
    all.add(permission);
    for (const required of permissionTable[permission].requires) add(required);
  };
  for (const permission of granted) add(permission);
  return permissions.filter((permission) => all.has(permission));
}

/** What is left without one permission: whatever needs it goes with it. */
export function withoutDependants(granted: Iterable<Permission>, removed: Permission): Permission[] {
  return withRequired(granted).filter((permission) => !withRequired([permission]).includes(removed));
}

/** Somebody signed in. Read from the database on every request. */
export type Person = {
  readonly kind: "person";
  readonly organizationId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly email: string;
  readonly accountTypeId: string;
  readonly permissions: ReadonlySet<Permission>;
  /** When the password was last entered in this session. */
  readonly signedInAt: Date;
};

/** The server acting for an organization in the background, with every permission in it. */
export type SystemActor = { readonly kind: "system"; readonly organizationId: string; readonly purpose: string };

/** Who reads or writes: the first argument of everything in `db/queries`. */
export type Viewer = Person | SystemActor;

export function can(viewer: Viewer, permission: Permission): boolean {
  return viewer.kind === "system" || viewer.permissions.has(permission);
}

const permissionsToUseSources: readonly Permission[] = ["useAsk", "viewWorkbooks", "build", "administer"];

/** Whether the viewer may ask or look at anything that is made of sources. */
export function canUseSources(viewer: Viewer): boolean {
  return permissionsToUseSources.some((permission) => can(viewer, permission));
}

/** Throws `forbidden` and says which permission is missing. */
export function requirePermission(viewer: Viewer, permission: Permission): void {
  if (can(viewer, permission)) return;
  throw new AskbookError("forbidden", {
    message: `This needs the permission "${permissionLabel(permission)}". Ask an admin to change your account type.`,
  });
}
