WITH region_of AS (
  SELECT d.edition AS region_edition, d.region_code, d.city_code, d.county_code, d.township_code, d.village_code
  FROM dim_region d
  WHERE d.edition = '2026'
  UNION ALL
  SELECT m.edition_from, m.from_code, d.city_code, d.county_code, d.township_code, d.village_code
  FROM dim_region_map m
  LEFT JOIN dim_region d ON d.edition = m.edition_to AND d.region_code = m.to_code
  WHERE m.edition_to = '2026' AND m.edition_from <> m.edition_to
  QUALIFY row_number() OVER (PARTITION BY m.edition_from, m.from_code ORDER BY coalesce(m.weight, 1) DESC, m.to_code) = 1
),
leaf AS (
  SELECT
    coalesce(r.county_code, '') AS k0,
    coalesce(r.township_code, '') AS k1,
    coalesce(i.division, '') AS k2,
    count(*) AS v0,
    sum(s."x") AS v1
  FROM "report_1" s
  LEFT JOIN region_of r ON r.region_edition = s.region_edition AND r.region_code = s.region_code
  LEFT JOIN dim_industry i ON i.industry_code = s.industry_code
  WHERE s.period IN ('2026-M09')
    AND s.state_rank >= 2
  GROUP BY ALL
),
cells AS (
  SELECT
    grouping_id(k0, k1, k2) AS g,
    k0,
    k1,
    k2,
    sum(v0) AS c0,
    sum(v1) AS c1
  FROM leaf
  GROUP BY GROUPING SETS ((), (k0), (k0, k1), (k0, k1, k2))
)
SELECT concat_ws(chr(31),
  c.g,
  coalesce(CAST(c.k0 AS VARCHAR), ''),
  coalesce(CAST(c.k1 AS VARCHAR), ''),
  coalesce(CAST(c.k2 AS VARCHAR), ''),
  coalesce(CAST(CAST(c.c0 AS BIGINT) AS VARCHAR), ''),
  coalesce(CAST(TRY_CAST(c.c1 AS DECIMAL(18, 2)) AS VARCHAR), CAST(c.c1 AS VARCHAR), '')
) AS cell
FROM cells c
