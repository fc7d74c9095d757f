import { defineProblem } from '../contract/problem.ts'

/** Why a file of outlines is not taken. `feature` counts from one; whatever is refused has changed nothing. */
export const outlineProblems = Object.freeze({
  noFile: defineProblem('ORG_OUTLINE_FILE_MISSING', 400, '没有收到边界文件', 'No file of outlines arrived'),
  tooLarge: defineProblem(
    'ORG_OUTLINE_FILE_TOO_LARGE',
    413,
    '边界文件过大，上限 {limit} MB；请先简化后再载入',
    'The file of outlines is too large; the limit is {limit} MB. Simplify it first',
  ),
  empty: defineProblem('ORG_OUTLINE_FILE_EMPTY', 422, '边界文件是空的', 'The file of outlines is empty'),
  notJson: defineProblem(
    'ORG_OUTLINE_NOT_JSON',
    422,
    '文件不是 UTF-8 编码的 JSON，未作任何更改',
    'The file is no JSON in UTF-8; nothing was changed',
  ),
  tooDeep: defineProblem(
    'ORG_OUTLINE_TOO_DEEP',
    422,
    '文件的嵌套超过 {limit} 层，不是地图边界；未作任何更改',
    'The file nests deeper than {limit} levels and holds no outlines; nothing was changed',
  ),
  notFeatures: defineProblem(
    'ORG_OUTLINE_NOT_FEATURES',
    422,
    '文件不是 GeoJSON 要素集合（FeatureCollection），未作任何更改',
    'The file is no GeoJSON FeatureCollection; nothing was changed',
  ),
  noPolygons: defineProblem(
    'ORG_OUTLINE_NO_POLYGONS',
    422,
    '文件中没有任何面，未作任何更改',
    'The file has no polygons; nothing was changed',
  ),
  tooManyFeatures: defineProblem(
    'ORG_OUTLINE_TOO_MANY_FEATURES',
    422,
    '文件的要素超过 {limit} 个，未作任何更改',
    'The file has more than {limit} features; nothing was changed',
  ),
  tooManyPoints: defineProblem(
    'ORG_OUTLINE_TOO_MANY_POINTS',
    422,
    '边界的点超过 {limit} 个；请先简化后再载入，未作任何更改',
    'The outlines have more than {limit} points; simplify them first. Nothing was changed',
  ),
  geometry: defineProblem(
    'ORG_OUTLINE_GEOMETRY',
    422,
    '第 {feature} 个要素的几何类型是 {kind}，只能是 Polygon 或 MultiPolygon；未作任何更改',
    'Feature {feature} is a {kind}; only Polygon and MultiPolygon are taken. Nothing was changed',
  ),
  ring: defineProblem(
    'ORG_OUTLINE_RING',
    422,
    '第 {feature} 个要素有一条边界不闭合、不足四点或不围成面；未作任何更改',
    'Feature {feature} has a ring that does not close, has fewer than four points or encloses nothing; nothing was changed',
  ),
  position: defineProblem(
    'ORG_OUTLINE_POSITION',
    422,
    '第 {feature} 个要素的坐标 {position} 不是地球上的经纬度（经度 ±180、纬度 ±90）；投影坐标请先转换，未作任何更改',
    'Feature {feature} has the position {position}, which is no longitude and latitude in degrees; convert projected coordinates first. Nothing was changed',
  ),
  property: defineProblem(
    'ORG_OUTLINE_PROPERTY',
    422,
    '第 {feature} 个要素没有区划代码字段“{property}”；它的字段有：{properties}。未作任何更改',
    'Feature {feature} has no property “{property}” with the region code; it has: {properties}. Nothing was changed',
  ),
  code: defineProblem(
    'ORG_OUTLINE_CODE',
    422,
    '第 {feature} 个要素的区划代码“{value}”不是 6、9 或 12 位数字；未作任何更改',
    'The code “{value}” of feature {feature} does not have 6, 9 or 12 digits; nothing was changed',
  ),
  duplicate: defineProblem(
    'ORG_OUTLINE_DUPLICATE',
    422,
    '区划代码 {code} 在第 {first} 和第 {feature} 个要素中重复；未作任何更改',
    'Features {first} and {feature} both have the code {code}; nothing was changed',
  ),
  noneMatched: defineProblem(
    'ORG_OUTLINE_NONE_MATCHED',
    422,
    '文件中没有一个区划代码属于“{edition}”版区划；请核对代码字段和版本，未作任何更改',
    'None of the codes belongs to edition {edition} of the regions; check the property and the edition. Nothing was changed',
  ),
})
