WITH "Products 2" AS (
  SELECT
    "product_id" AS "Product ID",
    min("category" COLLATE "C") AS "Category"
  FROM "products"
  GROUP BY 1
)
SELECT
  "Products 2"."Category" AS "Category",
  sum("order_lines"."sales") AS "Total"
FROM "order_lines"
LEFT JOIN "Products 2" ON "order_lines"."product_id" = "Products 2"."Product ID"
WHERE ("order_lines"."order_date" >= CAST(date_trunc('quarter', CAST(CAST($1 AS text) AS timestamp)) - INTERVAL '3 months' AS DATE) AND "order_lines"."order_date" < CAST(date_trunc('quarter', CAST(CAST($2 AS text) AS timestamp)) AS DATE))
  AND ("order_lines"."channel" IN (CAST($3 AS text), CAST($4 AS text)))
GROUP BY 1
ORDER BY "Products 2"."Category" COLLATE "C" NULLS LAST
-- ["2025-04-01","2025-04-01","Online","Store"]
