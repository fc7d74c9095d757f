SELECT "$unit" AS unit, "$period" AS period, "$row" AS "row", 'E001' AS rule
FROM (SELECT f.unit_id AS "$unit", f.period AS "$period", CAST(NULL AS VARCHAR) AS "$row", CAST(f."M13" AS DECIMAL(18,2)) AS "M13", CAST(f."M14" AS DECIMAL(18,2)) AS "M14"
FROM b204 AS f)
WHERE NOT ((NOT ("M13" >= '0.00'::DECIMAL(2,2))) OR ("M14" >= "M13"))
UNION ALL
SELECT "$unit" AS unit, "$period" AS period, "$row" AS "row", 'E002' AS rule
FROM (SELECT f.unit_id AS "$unit", f.period AS "$period", CAST(NULL AS VARCHAR) AS "$row", CAST(f."M17" AS DECIMAL(18,2)) AS "M17", CAST(f."M21" AS DECIMAL(18,2)) AS "M21"
FROM b204 AS f)
WHERE NOT ("M17" >= "M21")
UNION ALL
SELECT "$unit" AS unit, "$period" AS period, "$row" AS "row", 'E003' AS rule
FROM (SELECT *, CAST(CAST("M15" AS DECIMAL(15,2)) AS DOUBLE) AS h1
FROM (SELECT f.unit_id AS "$unit", f.period AS "$period", CAST(NULL AS VARCHAR) AS "$row", CAST(f."M15" AS DECIMAL(18,2)) AS "M15", CAST(f."M13" AS DECIMAL(18,2)) AS "M13"
FROM b204 AS f))
WHERE NOT ((NOT ("M15" > '0.00'::DECIMAL(2,2))) OR (abs(((round(((CAST(CAST("M13" AS DECIMAL(15,2)) AS DOUBLE) / nullif(h1, 0e0))) * 1e9) / 1e9) - 1e0)) <= 0.3000000004999999e0))
UNION ALL
SELECT "$unit" AS unit, "$period" AS period, "$row" AS "row", 'E004' AS rule
FROM (SELECT *, CASE h1 WHEN 'A' THEN make_date(h2, 12, 31) WHEN 'S' THEN last_day(make_date(h2, h3 * 6, 1)) WHEN 'Q' THEN last_day(make_date(h2, h3 * 3, 1)) WHEN 'M' THEN last_day(make_date(h2, h3, 1)) WHEN 'T' THEN CASE TRY_CAST(substring("period", 11, 1) AS INTEGER) WHEN 3 THEN last_day(make_date(h2, h3, 1)) ELSE make_date(h2, h3, TRY_CAST(substring("period", 11, 1) AS INTEGER) * 10) END WHEN 'W' THEN make_date(h2, 1, 4) - CAST(isodow(make_date(h2, 1, 4)) - 1 AS INTEGER) + (h3 - 1) * 7 + 6 WHEN 'D' THEN CASE WHEN h3 >= 1 THEN make_date(h2, 1, 1) + (h3 - 1) END END AS h4
FROM (SELECT *, TRY_CAST(CASE h1 WHEN 'T' THEN substring("period", 7, 2) ELSE substring("period", 7) END AS INTEGER) AS h3
FROM (SELECT *, CASE WHEN substring("period", 1, 4) <> '0000' THEN CASE WHEN regexp_full_match("period", '\d{4}(?:-(?:S[12]|Q[1-4]|M(?:0[1-9]|1[0-2])(?:-T[1-3])?|W(?:0[1-9]|[1-4]\d|5[0-3])|D(?:[0-2]\d\d|3[0-5]\d|36[0-6])))?') THEN CASE length("period") WHEN 4 THEN 'A' WHEN 11 THEN 'T' ELSE substring("period", 6, 1) END END END AS h1, TRY_CAST(substring("period", 1, 4) AS INTEGER) AS h2
FROM (SELECT f.unit_id AS "$unit", f.period AS "$period", CAST(NULL AS VARCHAR) AS "$row", CAST(f.period AS VARCHAR) AS "period", CAST(f."M14" AS DECIMAL(18,2)) AS "M14", CAST(p."M14" AS DECIMAL(18,2)) AS "prev#M14", CAST(f."M13" AS DECIMAL(18,2)) AS "M13"
FROM b204 AS f LEFT JOIN b204 AS p ON p.unit_id = f.unit_id AND p.period = f.previous_period))))
WHERE NOT ((NOT (CAST(month(CASE WHEN year(h4) BETWEEN 1 AND 9999 THEN h4 END) AS DECIMAL(18,0)) >= '2'::DECIMAL(1,0))) OR ("M14" = ("prev#M14" + "M13")))
UNION ALL
SELECT "$unit" AS unit, "$period" AS period, "$row" AS "row", 'E005' AS rule
FROM (SELECT f.unit_id AS "$unit", f.period AS "$period", CAST(NULL AS VARCHAR) AS "$row", CAST(f."M15" AS DECIMAL(18,2)) AS "M15", CAST(y."M13" AS DECIMAL(18,2)) AS "yago#M13"
FROM b204 AS f LEFT JOIN b204 AS y ON y.unit_id = f.unit_id AND y.period = f.year_ago_period)
WHERE NOT ("M15" = "yago#M13")
UNION ALL
SELECT "$unit" AS unit, "$period" AS period, "$row" AS "row", 'E006' AS rule
FROM (SELECT f.unit_id AS "$unit", f.period AS "$period", CAST(NULL AS VARCHAR) AS "$row", CAST(u.industry AS VARCHAR) AS "unit#industry", CAST(f."M21" AS DECIMAL(18,2)) AS "M21"
FROM b204 AS f LEFT JOIN units AS u ON u.unit_id = f.unit_id)
WHERE NOT ((NOT (substring("unit#industry", 1, 2) = '44')) OR ("M21" = '0.00'::DECIMAL(2,2)))
UNION ALL
SELECT "$unit" AS unit, "$period" AS period, "$row" AS "row", 'T1_13' AS rule
FROM (SELECT f.unit_id AS "$unit", f.period AS "$period", CAST(NULL AS VARCHAR) AS "$row", CAST(f."M13" AS DECIMAL(18,2)) AS "M13"
FROM b204 AS f)
WHERE NOT (coalesce("M13", '0.00'::DECIMAL(2,2)) >= '0.00'::DECIMAL(2,2))
UNION ALL
SELECT "$unit" AS unit, "$period" AS period, "$row" AS "row", 'T1_15' AS rule
FROM (SELECT f.unit_id AS "$unit", f.period AS "$period", CAST(NULL AS VARCHAR) AS "$row", CAST(f."M15" AS DECIMAL(18,2)) AS "M15"
FROM b204 AS f)
WHERE NOT (coalesce("M15", '0.00'::DECIMAL(2,2)) >= '0.00'::DECIMAL(2,2))
UNION ALL
SELECT "$unit" AS unit, "$period" AS period, "$row" AS "row", 'T1_17' AS rule
FROM (SELECT f.unit_id AS "$unit", f.period AS "$period", CAST(NULL AS VARCHAR) AS "$row", CAST(f."M17" AS DECIMAL(18,2)) AS "M17"
FROM b204 AS f)
WHERE NOT (coalesce("M17", '0.00'::DECIMAL(2,2)) >= '0.00'::DECIMAL(2,2));

SELECT "$unit" AS unit, "$period" AS period, "$row" AS "row", 'P001' AS rule
FROM (SELECT f.unit_id AS "$unit", f.period AS "$period", CAST(r.row_key AS VARCHAR) AS "$row", CAST(r."Q2" AS DECIMAL(18,2)) AS "Q2", CAST(r."Q1" AS DECIMAL(18,2)) AS "Q1"
FROM b204_products AS r JOIN b204 AS f USING (unit_id, period))
WHERE NOT ("Q2" >= "Q1")
