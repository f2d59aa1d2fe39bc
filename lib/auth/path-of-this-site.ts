import "server-only";

/** The path to go to after signing in; the home page for everything that is, or could become, another site's address: `//host`, `/\host`. */
export function pathOfThisSite(path: unknown): string {
  return typeof path === "string" && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : "/";
}
