import "server-only";

const secureName = "__Host-askbook";
const plainName = "askbook";
/** The longest that browsers keep a cookie; the session itself ends earlier, in the database. */
const maxAgeSeconds = 400 * 24 * 60 * 60;

/** The session's token; null when the request brings none. */
export function readSessionToken(headers: Headers): string | null {
  const cookies = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const find = (name: string): string | null =>
    cookies.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || null;
  return isSecure(headers) ? find(secureName) : find(plainName);
}

export function sessionCookie(headers: Headers, token: string): string {
  return serialize(headers, token, maxAgeSeconds);
}

export function expiredSessionCookie(headers: Headers): string {
  return serialize(headers, "", 0);
}

/** Whether the browser speaks https with us or with the proxy before us. */
export function isSecure(headers: Headers): boolean {
  return headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";
}

function serialize(headers: Headers, value: string, maxAge: number): string {
  const secure = isSecure(headers);
  const attributes = ["Path=/", `Max-Age=${maxAge}`, "HttpOnly", "SameSite=Lax", ...(secure ? ["Secure"] : [])];
  return [`${secure ? secureName : plainName}=${value}`, ...attributes].join("; ");
}
