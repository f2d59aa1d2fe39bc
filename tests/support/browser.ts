/** Cookies by host, as a browser keeps them, for following redirects between servers. */
export type CookieJar = {
  header(url: URL): string;
  keep(url: URL, response: Response): void;
  forget(url: URL): void;
};

export function createCookieJar(): CookieJar {
  const jar = new Map<string, Map<string, string>>();
  return {
    header: ({ host }) => [...(jar.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join("; "),
    forget: ({ host }) => void jar.delete(host),
    keep: ({ host }, response) => {
      const cookies = jar.get(host) ?? new Map<string, string>();
      for (const line of response.headers.getSetCookie()) {
        const [pair = ""] = line.split(";");
        const name = pair.slice(0, pair.indexOf("="));
        if (/expires=Thu, 01 Jan 1970|max-age=0/i.test(line)) cookies.delete(name);
        else cookies.set(name, pair.slice(name.length + 1));
      }
      jar.set(host, cookies);
    },
  };
}
