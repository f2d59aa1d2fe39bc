import { type CookieJar, createCookieJar } from "#tests/support/browser";
import { createRequest, withParams } from "#tests/support/request";
import { GET as finish } from "../../../../app/api/oidc/callback/route.ts";
import { GET as begin } from "../../../../app/api/oidc/route.ts";

export const callbackUrl = "http://askbook.test/api/oidc/callback";

/** A browser between Askbook's routes and a provider that runs. */
export type Journey = {
  readonly jar: CookieJar;
  /** Asks Askbook; gives where to go next. */
  begin(query?: string): Promise<URL>;
  /** Enters a login name at the provider; gives the address that it sends back to. */
  logIn(providerUrl: URL, login: string): Promise<URL>;
  finish(callback: URL): Promise<Response>;
};

export function startJourney(jar = createCookieJar()): Journey {
  const askbook = async (handler: typeof begin, path: string): Promise<Response> => {
    const url = new URL(path, callbackUrl);
    const response = await handler(createRequest(path, { headers: { cookie: jar.header(url) } }), withParams({}));
    jar.keep(url, response);
    return response;
  };
  return {
    jar,
    begin: async (query = "") => {
      const response = await askbook(begin, `/api/oidc${query}`);
      return new URL(response.headers.get("location") ?? "", callbackUrl);
    },
    logIn: async (providerUrl, login) => {
      let url = providerUrl;
      let body: URLSearchParams | null = null;
      for (let step = 0; step < 10; step += 1) {
        if (url.href.startsWith(callbackUrl)) return url;
        const response: Response = await fetch(url, {
          redirect: "manual",
          headers: { cookie: jar.header(url) },
          ...(body === null ? {} : { method: "POST", body }),
        });
        jar.keep(url, response);
        const location: string | null = response.headers.get("location");
        body = location === null && body === null ? new URLSearchParams({ login }) : null;
        if (location === null && body === null) throw new Error(`The provider said ${response.status} at ${url.href}`);
        if (location !== null) url = new URL(location, url);
      }
      throw new Error("The provider redirects without end.");
    },
    finish: (callback) => askbook(finish, `${callback.pathname}${callback.search}`),
  };
}

/** The whole way; where it ends, as a path with its query. */
export async function signInAs(login: string, journey = startJourney(), query = ""): Promise<string> {
  const response = await journey.finish(await journey.logIn(await journey.begin(query), login));
  return response.headers.get("location") ?? `status ${response.status}`;
}
