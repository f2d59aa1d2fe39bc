/** Short forms that stand in column names, and what they mean. */
const meanings: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    acc: "account",
    addr: "address",
    amt: "amount",
    avg: "average",
    bday: "birthday",
    cat: "category",
    cnt: "count",
    cred: "credit",
    crs: "course",
    cust: "customer",
    deliv: "delivery",
    dept: "department",
    desc: "description",
    dest: "destination",
    dob: "date birth",
    dim: "dimension",
    dname: "department name",
    eid: "employee id",
    emp: "employee",
    enr: "enrollment",
    est: "established",
    fac: "faculty",
    fname: "first name",
    freq: "frequency",
    gnp: "gnp",
    govt: "government",
    grp: "group",
    hq: "headquarters",
    hr: "hour",
    hrs: "hours",
    img: "image",
    info: "information",
    inst: "institution",
    inv: "invoice",
    lang: "language",
    lat: "latitude",
    lname: "last name",
    lng: "longitude",
    loc: "location",
    lon: "longitude",
    long: "longitude",
    max: "maximum",
    mgr: "manager",
    min: "minimum",
    mname: "middle name",
    mo: "month",
    nbr: "number",
    nr: "number",
    ord: "order",
    pmt: "payment",
    no: "number",
    num: "number",
    org: "organization",
    pct: "percent",
    perc: "percent",
    phone: "phone",
    pop: "population",
    pos: "position",
    prof: "professor",
    prod: "product",
    proj: "project",
    qty: "quantity",
    qtr: "quarter",
    ref: "reference",
    reg: "region",
    sec: "section",
    sem: "semester",
    ssn: "social security number",
    std: "standard",
    stu: "student",
    temp: "temperature",
    tel: "telephone",
    tot: "total",
    txn: "transaction",
    univ: "university",
    usr: "user",
    vol: "volume",
    wk: "week",
    yr: "year",
  }).map(([short, long]) => [short, long.split(" ")]),
);

/** `["first", "name"]` for `fname`; null when the word is no known short form. */
export function expandAbbreviation(lower: string): readonly string[] | null {
  return meanings.get(lower) ?? null;
}

const endings = ["name", "date", "code", "type", "time", "number", "count", "year", "title", "status", "price", "id"];
const beginnings = ["num", "number", "total", "avg", "date"];

/** Takes apart what was written together: `journalname`, `paperid`, `numcitedby`. */
export function splitJoined(lower: string): readonly string[] {
  if (lower.length < 6) return [lower];
  const ending = endings.find((word) => lower.endsWith(word) && lower.length - word.length >= 3);
  if (ending !== undefined && !wholeWords.has(lower)) return [lower.slice(0, -ending.length), ending];
  const beginning = beginnings.find((word) => lower.startsWith(word) && lower.length - word.length >= 4);
  if (beginning !== undefined && !wholeWords.has(lower)) return [beginning, lower.slice(beginning.length)];
  return [lower];
}

const wholeWords: ReadonlySet<string> = new Set(
  "account accounts discount discounts encode decode surname nickname username lifetime datetime overtime update updated candidate candidates mandate consolidate numeric numerical paid valid hybrid avoid subtitle grid squid humid totally dated prototype numbered entitle subtype filename postcode zipcode barcode rookie midyear".split(
    " ",
  ),
);
