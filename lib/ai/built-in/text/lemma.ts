/** Light English morphology: enough to make words of a question meet words of a column's name. */

const irregular: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ids: "id",
    men: "man",
    women: "woman",
    children: "child",
    feet: "foot",
    teeth: "tooth",
    mice: "mouse",
    criteria: "criterion",
    matrices: "matrix",
    indices: "index",
    lives: "life",
    wives: "wife",
    halves: "half",
    leaves: "leaf",
    statuses: "status",
    buses: "bus",
    campuses: "campus",
    viruses: "virus",
    bonuses: "bonus",
    cities: "city",
    movies: "movie",
    cookies: "cookie",
    series: "series",
    species: "species",
    news: "news",
    data: "data",
    gas: "gas",
    bus: "bus",
    analyses: "analysis",
    bases: "base",
    cases: "case",
    phases: "phase",
    diseases: "disease",
    houses: "house",
    expenses: "expense",
    purchases: "purchase",
    courses: "course",
    nurses: "nurse",
    horses: "horse",
    licenses: "license",
    warehouses: "warehouse",
    databases: "database",
    causes: "cause",
    releases: "release",
    responses: "response",
    sizes: "size",
    prizes: "prize",
    axes: "axis",
    axis: "axis",
  }),
);

/** The singular of a noun; other words come back as they are. `word` is in lower case. */
export function lemmaOf(word: string): string {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (word.length < 4 || !word.endsWith("s") || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  if (/(x|ch|sh|ss|zz|o)es$/.test(word) && !/(shoes|toes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

const suffixes = [
  "ations",
  "ation",
  "ments",
  "ment",
  "ings",
  "ing",
  "ions",
  "ion",
  "ness",
  "ance",
  "ence",
  "ity",
  "ies",
  "ied",
  "ed",
  "ers",
  "er",
  "ors",
  "or",
  "est",
  "ly",
  "al",
  "es",
  "s",
  "e",
  "y",
];

/** What is left of a word without its ending: `opening`, `opened` and `open` meet in `open`. At least three letters stay. */
export function stemOf(word: string): string {
  const suffix = suffixes.find((ending) => word.endsWith(ending) && word.length - ending.length >= 3);
  const cut = suffix === undefined ? word : word.slice(0, -suffix.length);
  const stem = cut.length > 3 && cut.endsWith("e") ? cut.slice(0, -1) : cut;
  return /([bdfglmnprt])\1$/.test(stem) && stem.length > 3 ? stem.slice(0, -1) : stem;
}
