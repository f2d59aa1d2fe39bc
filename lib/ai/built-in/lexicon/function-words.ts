/** Words that carry no content of their own: leaving one out of a reading costs nothing. */
const list = `
a an the this that these those there here it its it's they them their theirs he she his her hers him we us our you your me my i i'd i'm i've
is are was were be been being am do does did done doing has have had having can could would should will shall may might must let's
of in on at to for from with within into onto by as about than then so such if when while where which who whom whose what why how
and or but nor also too just only even still yet both either each every any some all
show list find return give get tell display provide report retrieve select calculate compute determine identify name state enumerate see want need know like look fetch present describe
please kindly could me us what's who's that's there's how's whats s t re ll d
information info detail details data dataset database table record records row rows entry entries result results value values answer respective respectively corresponding correspond associated given following
question according based regarding concerning related terms term set full complete list lists listing
many much total number count amount
one ones thing things item same other others another more most very well
make made take takes taken use used using uses come comes came go goes went went happen happened belong belongs belonging include included
took placed bought buy buys
exist exists existing listed recorded called named titled found located situated available
order sort ordered sorted sorting group grouped grouping result
up out off down over under again
currently now ever been per via during through throughout among amongst across along between against
not no yes
able help say says said tell mean means kind type
would'd whether how're o ok okay hi hello hey thanks thank
chart graph plot draw visualize visualise visualization diagram
occur occurs occurred appear appears appeared have'
actually really exactly
held hold holds got getting been contain contains
live lives living stay stays
whose' possible
`;

const words: ReadonlySet<string> = new Set(list.split(/\s+/).filter((word) => word !== ""));

export function isFunctionWord(lower: string): boolean {
  return words.has(lower) || lower.length === 1;
}

/** Nouns for the rows of any table. */
const rowNouns: ReadonlySet<string> = new Set(
  "record row entry item observation data result line datapoint instance sample case".split(" "),
);

export function isRowNoun(lemma: string): boolean {
  return rowNouns.has(lemma);
}

/** Nouns for people: they name the rows of a table about people. */
const personNouns: ReadonlySet<string> = new Set(
  "person people individual man woman human somebody someone everybody everyone anyone guy".split(" "),
);

/** Who is traded with: ranked by what they bring. */
const partnerNouns: ReadonlySet<string> = new Set(
  "customer client buyer account seller salesperson salesman rep representative agent employee supplier vendor store shop branch partner".split(
    " ",
  ),
);

export function isPartnerNoun(lemma: string): boolean {
  return partnerNouns.has(lemma);
}

export function isPersonNoun(lemma: string): boolean {
  return personNouns.has(lemma);
}
