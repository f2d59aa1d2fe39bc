import "server-only";
import { dayAfter, divide, list, money, random } from "./arithmetic.ts";
import { decline, lastDay, months, totalWeight } from "./calendar.ts";
import {
  brands,
  cities,
  firstNames,
  lastNames,
  lossMaking,
  mistyped,
  productLines,
  regions,
  returnReasons,
  stores,
  subCategories,
} from "./words.ts";

/** The sample's tables, each as one SELECT that both engines understand and answer alike. In this order: later ones read earlier ones. */
export type SampleTable = { readonly name: SampleTableName; readonly select: string };
export type SampleTableName = "products" | "customers" | "stores" | "order_lines" | "returns" | "targets";

const productCount = 240;

/** `rows` order lines; the other tables grow with them. */
export function sampleTables(rows: number): readonly SampleTable[] {
  return [
    { name: "products", select: products() },
    { name: "customers", select: customers(customerCount(rows)) },
    { name: "stores", select: storeTable() },
    { name: "order_lines", select: orderLines(rows) },
    { name: "returns", select: returns() },
    { name: "targets", select: targets(rows) },
  ];
}

export function customerCount(rows: number): number {
  return Math.max(200, Math.min(5_000, Math.floor(rows / 1_000) * 20));
}

function series(name: string, count: number): string {
  return `generate_series(CAST(0 AS BIGINT), CAST(${count - 1} AS BIGINT)) AS ${name}`;
}

function products(): string {
  return `
SELECT p + 101 AS product_id, b.brand || ' ' || l.line || ' ' || s.singular AS product_name, s.category, s.sub_category, b.brand,
  ${money(divide("cents * s.cost_percent", 100))} AS unit_cost, ${money("cents")} AS list_price,
  ${dayAfter("2018-01-01", random("p", 13, 1_900))} AS launched_on
FROM (
  SELECT p, s.low + ${random("p", 11, 1_000)} * ${divide("s.span", 1_000)} AS cents
  FROM ${series("g(p)", productCount)}
  JOIN ${list("s", subCategoryColumns, subCategories)} ON s.n = p % 12
) AS priced
JOIN ${list("s", subCategoryColumns, subCategories)} ON s.n = p % 12
JOIN ${list("l", ["line"], productLines)} ON l.n = ${divide("p", 12)}
JOIN ${list("b", ["brand"], brands)} ON b.n = (${divide("p", 12)} + p) % 8
ORDER BY product_id`;
}

const subCategoryColumns = ["sub_category", "singular", "category", "low", "span", "cost_percent"];

/** Three of five were customers before the first order; the others come evenly over the 36 months. */
function customers(count: number): string {
  const old = earlyCustomers(count);
  const joinedMonth = divide(`(k - ${old}) * 36`, count - old);
  const early = dayAfter("2019-01-01", random("k", 23, 1_764));
  return `
SELECT k + 1001 AS customer_id, f.first_name || ' ' || l.last_name AS customer_name,
  CASE WHEN share < 50 THEN 'Consumer' WHEN share < 80 THEN 'Corporate' ELSE 'Home Office' END AS segment,
  lower(f.first_name || '.' || l.last_name) || CAST(k + 1001 AS VARCHAR) || '@example.com' AS email,
  c.city, c.state, c.country, c.region,
  CASE WHEN k < ${old} THEN ${early} ELSE m.start + CAST(${random("k", 29, 28)} AS INTEGER) END AS signed_up_on
FROM (
  SELECT k, ${random("k", 21, 100)} AS share, CASE WHEN k = 40 THEN 8 ELSE k END AS named,
    CASE WHEN k < ${old} THEN 0 ELSE ${joinedMonth} END AS joined
  FROM ${series("g(k)", count)}
) AS person
JOIN ${list("f", ["first_name"], firstNames)} ON f.n = named % ${firstNames.length}
JOIN ${list("l", ["last_name"], lastNames)} ON l.n = named % ${lastNames.length}
JOIN ${list("c", ["city", "state", "country", "region"], cities)} ON c.n = k % 20 + 20 * (${divide("k", 20)} % 2)
JOIN (SELECT n, CAST(start AS DATE) AS start FROM ${monthList()}) AS m ON m.n = joined
ORDER BY customer_id`;
}

function earlyCustomers(count: number): number {
  return Math.floor((count * 3) / 5);
}

function monthList(): string {
  const rows = months.map(({ start, days, weight, before }) => [start, days, weight, before]);
  return list("month", ["start", "days", "weight", "before"], rows);
}

function storeTable(): string {
  return `
SELECT s.n + 1 AS store_id, s.city || CASE WHEN s.n % 3 = 0 THEN ' Center' WHEN s.n % 3 = 1 THEN ' Mall' ELSE ' Station' END AS store_name,
  s.city, s.region, ${dayAfter("2008-03-01", random("s.n", 31, 5_200))} AS opened_on,
  CAST(400 + ${random("s.n", 37, 221)} * 10 AS INTEGER) AS square_metres
FROM ${list("s", ["city", "region"], stores)}
ORDER BY store_id`;
}

/** Ten lines make four orders of one, two, three and four lines. */
const orderOfLine = `${divide("i", 10)} * 4 + CASE WHEN i % 10 < 1 THEN 0 WHEN i % 10 < 3 THEN 1 WHEN i % 10 < 6 THEN 2 ELSE 3 END`;
const lineOfOrder = "i % 10 - CASE WHEN i % 10 < 1 THEN 0 WHEN i % 10 < 3 THEN 1 WHEN i % 10 < 6 THEN 3 ELSE 6 END + 1";

function orderLines(rows: number): string {
  return `
WITH orders AS (${orders(rows)}),
lines AS (
  SELECT i, ${orderOfLine} AS o, ${lineOfOrder} AS line_no,
    CASE WHEN i = ${mistyped.line} THEN ${mistyped.index}
      ELSE least(${random("i", 41, productCount)}, ${random("i", 43, productCount)}) END AS p,
    ${random("i", 47, 100)} AS quantity_share, ${random("i", 53, 100)} AS discount_share,
    ${random("i", 59, 1_000)} AS return_share, ${random("i", 61, 100)} AS rating_share, ${random("i", 67, 10)} AS silence
  FROM ${series("g(i)", rows)}
),
priced AS (
  SELECT i, o, line_no, p + 101 AS product_id, return_share, rating_share, silence,
    CASE WHEN i = ${mistyped.line} THEN 1 WHEN quantity_share < 40 THEN 1 WHEN quantity_share < 65 THEN 2
      WHEN quantity_share < 80 THEN 3 WHEN quantity_share < 90 THEN 4 WHEN quantity_share < 96 THEN 5 ELSE 10 END AS quantity,
    CASE WHEN i = ${mistyped.line} THEN 0 WHEN p % 12 = ${lossMaking.index} AND discount_share < 70 THEN 15
      WHEN discount_share < 55 THEN 0 WHEN discount_share < 75 THEN 5 WHEN discount_share < 90 THEN 10
      WHEN discount_share < 97 THEN 20 ELSE 30 END AS discount_percent,
    CASE WHEN i = ${mistyped.line} THEN ${mistyped.cents} ELSE CAST(list_price * 100 AS BIGINT) END AS price_cents,
    CAST(unit_cost * 100 AS BIGINT) AS cost_cents
  FROM lines JOIN products ON products.product_id = p + 101
),
totals AS (
  SELECT priced.*, ${divide("quantity * price_cents * (100 - discount_percent) + 50", 100)} AS sales_cents,
    quantity * cost_cents AS total_cost_cents
  FROM priced
)
SELECT orders.o + 100001 AS order_id, CAST(line_no AS INTEGER) AS line_no, order_date, ship_date, customer_id, product_id, store_id, channel, quantity,
  ${money("price_cents")} AS unit_price,
  CAST(discount_percent * CAST(0.01 AS DECIMAL(3, 2)) AS DECIMAL(3, 2)) AS discount,
  ${money("sales_cents")} AS sales, ${money("total_cost_cents")} AS cost, ${money("sales_cents - total_cost_cents")} AS profit,
  ${money(`CASE WHEN channel = 'Store' THEN 0 ELSE 350 + ${random("i", 71, 650)} + quantity * 45 END`)} AS shipping_cost,
  return_share < 52 AND order_date < DATE '2026-10-01' AS returned,
  CASE WHEN silence = 0 THEN NULL WHEN rating_share < 40 THEN 5 WHEN rating_share < 70 THEN 4 WHEN rating_share < 85 THEN 3
    WHEN rating_share < 94 THEN 2 ELSE 1 END AS rating
FROM totals JOIN orders ON orders.o = totals.o
ORDER BY order_id, line_no`;
}

/** Who bought when, where and how. The declining region gives ever more of its orders to the east and south. */
function orders(rows: number): string {
  const count = orderCount(rows);
  const people = customerCount(rows);
  const old = earlyCustomers(people);
  const known = `(${old} + ${divide(`month * ${people - old}`, 36)})`;
  const leaves = `(month >= ${decline.fromMonth} AND k % 20 >= 12 AND k % 20 < 16 AND ${random("o", 79, 100)} < least(65, (month - ${decline.fromMonth} + 1) * 5))`;
  const sameRegion = `4 * ${random("o", 89, 6)} + CASE WHEN c % 20 < 7 THEN 0 WHEN c % 20 < 12 THEN 1 WHEN c % 20 < 16 THEN 2 ELSE 3 END`;
  const shipped = `order_date + CAST(CASE WHEN channel = 'Store' THEN 0 ELSE 1 + ${random("o", 101, 6)} END AS INTEGER)`;
  return `
  SELECT o, order_date, c + 1001 AS customer_id, channel,
    CASE WHEN channel = 'Online' THEN NULL WHEN ${random("o", 97, 100)} < 15 THEN ${random("o", 103, stores.length)} + 1 ELSE ${sameRegion} + 1 END AS store_id,
    CASE WHEN ${shipped} > DATE '${lastDay}' THEN NULL ELSE ${shipped} END AS ship_date
  FROM (
    SELECT o, order_date, CASE WHEN ${leaves} THEN k - 5 - ${random("o", 83, 8)} ELSE k END AS c,
      CASE WHEN how < 50 THEN 'Online' WHEN how < 92 THEN 'Store' ELSE 'Phone' END AS channel
    FROM (
      SELECT o, month.n AS month, ${random("o", 107, 100)} AS how, ${random("o", 73, known.replaceAll("month", "month.n"))} AS k,
        CAST(month.start AS DATE) + CAST(${divide("(spot - month.before) * month.days", "month.weight")} AS INTEGER) AS order_date
      FROM (SELECT o, ${divide(`o * ${totalWeight}`, count)} AS spot FROM ${series("g(o)", count)}) AS placed
      JOIN ${monthList()} ON spot >= month.before AND spot < month.before + month.weight
    ) AS dated
  ) AS bought`;
}

function orderCount(rows: number): number {
  const last = (rows - 1) % 10;
  return Math.floor((rows - 1) / 10) * 4 + (last < 1 ? 1 : last < 3 ? 2 : last < 6 ? 3 : 4);
}

function returns(): string {
  return `
SELECT order_id, line_no, ship_date + CAST(3 + ${random("order_id * 4 + line_no", 109, 18)} AS INTEGER) AS returned_on, r.reason
FROM order_lines JOIN ${list("r", ["reason"], returnReasons)} ON r.n = ${random("order_id * 4 + line_no", 113, returnReasons.length)}
WHERE returned
ORDER BY order_id, line_no`;
}

/** What one line brings on average, in cents: the plan is made from it. */
const plannedCentsPerLine = 62_000;

function targets(rows: number): string {
  const planned = divide(`${rows * plannedCentsPerLine} * r.share`, 100);
  return `
SELECT CAST(month.start AS DATE) AS month, r.region, ${money(`${divide(`${divide(`${planned} * ${divide("month.weight", 10)}`, Math.round(totalWeight / 10))}`, 100_000)} * 100000`)} AS sales_target
FROM ${monthList()} CROSS JOIN ${list("r", ["region", "share"], regions)}
ORDER BY month, region`;
}
