SELECT
  sum("sales") AS "Total",
  count(*) AS "Lines"
FROM "order_lines"
-- []
