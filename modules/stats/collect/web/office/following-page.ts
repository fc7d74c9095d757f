/** One page of a list of reports, and how many there are in all. */
export type ListPage = Readonly<{ total: number; unitIds: readonly number[] }>

/**
 * The page that follows the units `known` from the pages before it. Those of them that no longer meet the filter have
 * left the list and the rest has moved up, so that it is read from this page upwards until one of them comes first.
 */
export async function followingPage(
  read: (page: number) => Promise<ListPage>,
  page: number,
  pageSize: number,
  known: readonly number[],
): Promise<ListPage> {
  const passed = new Set(known)
  let following: readonly number[] = []
  let standing = 0
  let total = 0
  for (let at = page; at >= 1; at -= 1) {
    const found = await read(at)
    const fresh = found.unitIds.filter(id => !passed.has(id))
    following = [...fresh, ...following]
    standing = (at - 1) * pageSize + (found.unitIds.length - fresh.length)
    total = found.total
    if (found.unitIds[0] !== undefined && passed.has(found.unitIds[0])) break
  }
  return {
    total: passed.size + Math.max(total - standing, following.length),
    unitIds: following.slice(0, pageSize),
  }
}
