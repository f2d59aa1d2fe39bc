SELECT
  "region" AS "Region",
  (list("sales" ORDER BY "order_date" NULLS LAST, "sales" NULLS LAST))[1] AS "Opening",
  (list("sales" ORDER BY "order_date" NULLS LAST, "sales" NULLS LAST) FILTER (WHERE "sales" IS NOT NULL))[-1] AS "Closing"
FROM "order_lines"
GROUP BY 1
ORDER BY "Region" NULLS LAST
-- []
