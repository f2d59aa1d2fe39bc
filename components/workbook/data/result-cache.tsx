import type { ResultPage } from "#lib/contract/results";

/** Results of this visit by what was asked, so that going to another page and back, or undoing, asks for nothing again. */
export type ResultCache = {
  readonly get: (key: string) => ResultPage | undefined;
  readonly set: (key: string, page: ResultPage) => void;
};

const mostResults = 80;

export function createResultCache(): ResultCache {
  const pages = new Map<string, ResultPage>();
  return {
    get: (key) => pages.get(key),
    set: (key, page) => {
      pages.delete(key);
      pages.set(key, page);
      const [oldest] = pages.keys();
      if (pages.size > mostResults && oldest !== undefined) pages.delete(oldest);
    },
  };
}
