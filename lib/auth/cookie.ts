import "server-only";

/** Of the session. */
const sessionName = "askbook";
/** The longest that browsers keep a cookie; the session itself ends earlier, in the database. */
const maxAgeSeconds = 400 * 24 * 60 * 60;

/** The session's token; null when the request brings none. */
export function readSessionToken(headers: Headers): string | null {
  return readCookie(headers, sessionName);
}

export function sessionCookie(headers: Headers, token: string): string {
  return serializeCookie(headers, { name: sessionName, value: token, maxAgeSeconds });
}

export function expiredSessionCookie(headers: Headers): string {
  return serializeCookie(headers, { name: sessionName, value: "", maxAgeSeconds: 0 });
}

/** A cookie of ours by its plain name; on https only the one that no other host could have set. */
export function readCookie(headers: Headers, name: string): string | null {
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const prefix = `${nameOnWire(headers, name)}=`;
  return pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length) || null;
}

type NewCookie = { readonly name: string; readonly value: string; readonly maxAgeSeconds: number };

/** For Set-Cookie: sent to this host only, over https if the browser speaks it with us, and never told to scripts. */
export function serializeCookie(headers: Headers, { name, value, maxAgeSeconds: maxAge }: NewCookie): string {
  const secure = isSecure(headers) ? ["Secure"] : [];
  const attributes = ["Path=/", `Max-Age=${maxAge}`, "HttpOnly", "SameSite=Lax", ...secure];
  return [`${nameOnWire(headers, name)}=${value}`, ...attributes].join("; ");
}

function nameOnWire(headers: Headers, name: string): string {
  return isSecure(headers) ? `__Host-${name}` : name;
}

/** Whether the browser speaks https with us or with the proxy before us. */
export function isSecure(headers: Headers): boolean {
  return headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";
}
