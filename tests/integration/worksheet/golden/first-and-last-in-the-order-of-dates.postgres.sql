SELECT
  "region" AS "Region",
  (array_agg("sales" ORDER BY "order_date" NULLS LAST, "sales" NULLS LAST))[1] AS "Opening",
  (SELECT bound_1[cardinality(bound_1)] FROM (SELECT array_agg("sales" ORDER BY "order_date" NULLS LAST, "sales" NULLS LAST) FILTER (WHERE "sales" IS NOT NULL) AS bound_1) AS bound_2) AS "Closing"
FROM "order_lines"
GROUP BY 1
ORDER BY "region" COLLATE "C" NULLS LAST
-- []
