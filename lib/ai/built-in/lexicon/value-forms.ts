/** How a word of a question may be written in the data: codes for sexes, answers and states. */
const forms: ReadonlyMap<string, readonly string[]> = new Map([
  ...group(["male", "males", "man", "men", "boy", "boys"], ["M", "Male", "man", "Men"]),
  ...group(["female", "females", "woman", "women", "girl", "girls"], ["F", "Female", "woman", "Women"]),
  ...group(["yes"], ["Y", "Yes", "true"]),
  ...group(["no"], ["N", "No", "false"]),
  ...group(
    ["us", "usa", "america", "american", "united states"],
    ["USA", "US", "United States", "United States of America", "United States of America"],
  ),
  ...group(["uk", "britain", "british"], ["UK", "United Kingdom", "Britain", "GB"]),
  ...group(["la"], ["Los Angeles"]),
  ...group(["nyc"], ["New York", "New York City"]),
  ...states(),
]);

export function findForms(lower: string): readonly string[] {
  return forms.get(lower) ?? [];
}

function group(words: readonly string[], spellings: readonly string[]): [string, readonly string[]][] {
  return words.map((word) => [word, spellings]);
}

function states(): [string, readonly string[]][] {
  const list =
    "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming";
  return list.split("|").map((entry) => [entry.slice(3).toLowerCase(), [entry.slice(0, 2)]]);
}
