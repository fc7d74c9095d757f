WITH target(target, role, period) AS (
  VALUES ('2026-M08', 'now', '2026-M08'),
         ('2026-M08', 'yago', '2025-M08'),
         ('2026-M09', 'now', '2026-M09'),
         ('2026-M09', 'yago', '2025-M09')
),
region_of AS (
  SELECT d.edition AS region_edition, d.region_code, d.city_code, d.county_code, d.township_code, d.village_code, CAST(1 AS DECIMAL(9, 8)) AS weight
  FROM dim_region d
  WHERE d.edition = '2026'
  UNION ALL
  SELECT m.edition_from, m.from_code, d.city_code, d.county_code, d.township_code, d.village_code, CAST(coalesce(m.weight, 1) AS DECIMAL(9, 8)) AS weight
  FROM dim_region_map m
  LEFT JOIN dim_region d ON d.edition = m.edition_to AND d.region_code = m.to_code
  WHERE m.edition_to = '2026' AND m.edition_from <> m.edition_to
),
leaf AS (
  SELECT
    coalesce(r.county_code, '') AS k0,
    coalesce(s."x" >= (20000), false) AS k1_0,
    s.period AS period,
    s.unit_id AS unit_id,
    true AS v0,
    sum(coalesce(r.weight, CAST(1 AS DECIMAL(9, 8)))) AS v1,
    bool_or(coalesce(s.state_rank >= 2, false)) AS v2,
    sum(CAST(s."x" AS DECIMAL(38, 2)) * coalesce(r.weight, CAST(1 AS DECIMAL(9, 8)))) FILTER (WHERE s.state_rank >= 2) AS v3,
    sum(CAST(s."y" AS DECIMAL(38, 0)) * coalesce(r.weight, CAST(1 AS DECIMAL(9, 8)))) FILTER (WHERE s.state_rank >= 2) AS v4,
    sum(CAST(s."x" AS DECIMAL(38, 2)) * s."y" * coalesce(r.weight, CAST(1 AS DECIMAL(9, 8)))) FILTER (WHERE s.state_rank >= 2) AS v5,
    sum(CAST(s."y" AS DECIMAL(38, 0)) * coalesce(r.weight, CAST(1 AS DECIMAL(9, 8)))) FILTER (WHERE s.state_rank >= 2 AND s."x" IS NOT NULL) AS v6
  FROM "report_1" s
  LEFT JOIN region_of r ON r.region_edition = s.region_edition AND r.region_code = s.region_code
  LEFT JOIN dim_industry i ON i.industry_code = s.industry_code
  WHERE s.period IN ('2026-M08', '2025-M08', '2026-M09', '2025-M09')
    AND i.section IN ('C')
  GROUP BY ALL
),
cells AS (
  SELECT
    grouping_id(k0, target) AS g,
    k0,
    k1,
    target AS k2,
    sum(v1) FILTER (WHERE role = 'now') AS c0,
    count(DISTINCT CASE WHEN v2 THEN unit_id END) FILTER (WHERE role = 'now') AS c1,
    sum(v3) FILTER (WHERE role = 'now') AS c2,
    sum(v3) FILTER (WHERE role = 'yago') AS c3,
    sum(v5) FILTER (WHERE role = 'now') AS c4,
    sum(v6) FILTER (WHERE role = 'now') AS c5
  FROM leaf
  JOIN target USING (period)
  JOIN (VALUES (-1), (0)) AS k1_of(k1) ON CASE k1 WHEN -1 THEN true WHEN 0 THEN k1_0 END
  GROUP BY GROUPING SETS ((k1, target), (k1), (k0, k1, target), (k0, k1))
),
parts AS (
  SELECT
    grouping_id(k0, target) AS g,
    k0,
    k1,
    target AS k2,
    CAST(bool_or(v0) FILTER (WHERE role = 'now') AS INTEGER) AS p0,
    CAST(bool_or(v2) FILTER (WHERE role = 'now') AS INTEGER) AS p1,
    abs(sum(v3) FILTER (WHERE role = 'now')) AS p2,
    CAST(bool_or(v0) FILTER (WHERE role = 'yago') AS INTEGER) AS p3,
    CAST(bool_or(v2) FILTER (WHERE role = 'yago') AS INTEGER) AS p4,
    abs(sum(v3) FILTER (WHERE role = 'yago')) AS p5,
    abs(sum(v4) FILTER (WHERE role = 'now')) AS p6
  FROM leaf
  JOIN target USING (period)
  JOIN (VALUES (-1), (0)) AS k1_of(k1) ON CASE k1 WHEN -1 THEN true WHEN 0 THEN k1_0 END
  GROUP BY GROUPING SETS ((k1, target, unit_id), (k1, unit_id), (k0, k1, target, unit_id), (k0, k1, unit_id))
),
guards AS (
  SELECT
    g,
    k0,
    k1,
    k2,
    count(*) FILTER (WHERE p0 <> 0) AS n0,
    count(*) FILTER (WHERE p1 <> 0) AS n1,
    count(*) FILTER (WHERE p2 <> 0) AS n2,
    sum(p2) AS t2,
    max(p2, 2) AS m2,
    count(*) FILTER (WHERE p3 <> 0) AS n3,
    count(*) FILTER (WHERE p4 <> 0) AS n4,
    count(*) FILTER (WHERE p5 <> 0) AS n5,
    sum(p5) AS t5,
    max(p5, 2) AS m5,
    count(*) FILTER (WHERE p6 <> 0) AS n6,
    sum(p6) AS t6,
    max(p6, 2) AS m6
  FROM parts
  GROUP BY g, k0, k1, k2
)
SELECT concat_ws(chr(31),
  c.g,
  coalesce(CAST(c.k0 AS VARCHAR), ''),
  coalesce(CAST(c.k1 AS VARCHAR), ''),
  coalesce(CAST(c.k2 AS VARCHAR), ''),
  coalesce(CAST(TRY_CAST(c.c0 AS DECIMAL(18, 8)) AS VARCHAR), CAST(c.c0 AS VARCHAR), ''),
  coalesce(CAST(CAST(c.c1 AS BIGINT) AS VARCHAR), ''),
  coalesce(CAST(TRY_CAST(c.c2 AS DECIMAL(18, 10)) AS VARCHAR), CAST(c.c2 AS VARCHAR), ''),
  coalesce(CAST(TRY_CAST(c.c3 AS DECIMAL(18, 10)) AS VARCHAR), CAST(c.c3 AS VARCHAR), ''),
  coalesce(CAST(TRY_CAST(c.c4 AS DECIMAL(18, 10)) AS VARCHAR), CAST(c.c4 AS VARCHAR), ''),
  coalesce(CAST(TRY_CAST(c.c5 AS DECIMAL(18, 8)) AS VARCHAR), CAST(c.c5 AS VARCHAR), ''),
  CAST(u.n0 AS VARCHAR),
  CAST(u.n1 AS VARCHAR),
  CAST(u.n2 AS VARCHAR),
  coalesce(CAST(TRY_CAST(u.t2 AS DECIMAL(18, 10)) AS VARCHAR), CAST(u.t2 AS VARCHAR), ''),
  coalesce(array_to_string(u.m2, ' '), ''),
  CAST(u.n3 AS VARCHAR),
  CAST(u.n4 AS VARCHAR),
  CAST(u.n5 AS VARCHAR),
  coalesce(CAST(TRY_CAST(u.t5 AS DECIMAL(18, 10)) AS VARCHAR), CAST(u.t5 AS VARCHAR), ''),
  coalesce(array_to_string(u.m5, ' '), ''),
  CAST(u.n6 AS VARCHAR),
  coalesce(CAST(TRY_CAST(u.t6 AS DECIMAL(18, 8)) AS VARCHAR), CAST(u.t6 AS VARCHAR), ''),
  coalesce(array_to_string(u.m6, ' '), '')
) AS cell
FROM cells c
JOIN guards u ON u.g IS NOT DISTINCT FROM c.g AND u.k0 IS NOT DISTINCT FROM c.k0 AND u.k1 IS NOT DISTINCT FROM c.k1 AND u.k2 IS NOT DISTINCT FROM c.k2
