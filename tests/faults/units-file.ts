/** A file of new units for the register, long enough to be worked on as a job. */

import { creditCode } from '#tests/support/office.ts'
import type { Reply } from './client.ts'
import type { World } from './fault.ts'

const HEAD = '统一社会信用代码,单位详细名称,单位类型,统计用区划代码,行业代码,规模,是否规上,备注'
/** A request works through shorter files by itself. */
const LONGER_THAN = 520 * 1_024
const LINES = 300

/** Units of no frame, named after `mark` so that they can be counted; `from` keeps their codes apart. */
export function unitsFile(world: World, mark: string, from: number): string {
  const remark = 'x'.repeat(Math.ceil(LONGER_THAN / LINES))
  const lines = Array.from({ length: LINES }, (_, index) =>
    [
      creditCode(from + index),
      `${mark}${index}厂`,
      '法人单位',
      world.city.villages[0],
      '3712',
      '小型',
      '否',
      remark,
    ].join(),
  )
  return [HEAD, ...lines].join('\n')
}

export const UNITS_IN_FILE = LINES

export async function upload(world: World, mark: string, from = 100_000): Promise<Reply> {
  const body = new FormData()
  body.set('file', new Blob([unitsFile(world, mark, from)], { type: 'text/csv' }), `${mark}.csv`)
  await world.statistician.signIn()
  return world.statistician.send({ method: 'POST', path: '/api/register/imports', body })
}

export async function countUnits({ sql }: World, mark: string): Promise<number> {
  const [found] = await sql<{ n: number }>(
    'select count(*)::int as n from register.unit where name like $1',
    [`${mark}%`],
  )
  return found?.n ?? 0
}

export async function importState({ sql }: World, importId: number): Promise<string> {
  const [found] = await sql<{ state: string }>('select state from register.import where id = $1', [importId])
  return found?.state ?? 'gone'
}
