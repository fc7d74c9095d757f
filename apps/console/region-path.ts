/** Which regions a reader chooses among. Pure. */

export type PlacedRegion = Readonly<{ code: string; name: string }>
type Shown = PlacedRegion & Readonly<{ depth: number }>

/** The one county, township or city that all grants are for; undefined where there are several or none. */
export function ownPlace(grants: readonly Readonly<{ regionCode: string | null }>[]): string | undefined {
  const [code, ...others] = new Set(grants.map(one => one.regionCode))
  return code && others.length === 0 && !code.endsWith('0000000000') ? code : undefined
}

/** Whether a region is `top` or one that holds it. */
export function holds(code: string, top: string): boolean {
  const digits = [2, 4, 6, 9].find(count => /^0*$/.test(code.slice(count))) ?? 12
  return top.startsWith(code.slice(0, digits))
}

/**
 * The regions of the first level; below each that lies on `path`, those of the next. A step of the path that is in no
 * level stands alone, so that what was chosen elsewhere has a name all the same.
 */
export function openedAlong(
  path: readonly PlacedRegion[],
  [level = [], ...deeper]: readonly (readonly PlacedRegion[])[],
  depth = 0,
): readonly Shown[] {
  const [step, ...rest] = path
  const all = step && !level.some(one => one.code === step.code) ? [...level, step] : level
  return all.flatMap(one => [
    { code: one.code, name: one.name, depth },
    ...(one.code === step?.code && (rest.length > 0 || deeper.length > 0)
      ? openedAlong(rest, deeper, depth + 1)
      : []),
  ])
}
