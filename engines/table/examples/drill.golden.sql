WITH region_of AS (
  SELECT d.edition AS region_edition, d.region_code, d.city_code, d.county_code, d.township_code, d.village_code, CAST(1 AS DECIMAL(9, 8)) AS weight
  FROM dim_region d
  WHERE d.edition = '2026'
  UNION ALL
  SELECT m.edition_from, m.from_code, d.city_code, d.county_code, d.township_code, d.village_code, CAST(coalesce(m.weight, 1) AS DECIMAL(9, 8)) AS weight
  FROM dim_region_map m
  LEFT JOIN dim_region d ON d.edition = m.edition_to AND d.region_code = m.to_code
  WHERE m.edition_to = '2026' AND m.edition_from <> m.edition_to
)
SELECT s.unit_id, s.collection_id, s.period, s.row_key, r.weight
  FROM "report_1" s
  LEFT JOIN region_of r ON r.region_edition = s.region_edition AND r.region_code = s.region_code
  LEFT JOIN dim_industry i ON i.industry_code = s.industry_code
  WHERE s.period IN ('2026-M08', '2025-M08', '2026-M09', '2025-M09')
    AND i.section IN ('C')
    AND coalesce(r.county_code, '') = '01'
    AND ((s.period IN ('2026-M09') AND s.state_rank >= 2) OR (s.period IN ('2025-M09') AND s.state_rank >= 2))
  ORDER BY s.unit_id, s.collection_id, s.period, s.row_key
