import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importForm } from '#modules/stats/catalog/server/index.ts'
import { CITY, type City, DURING, latestEdition, openCity } from '../testing/city.ts'

const t100 = readFileSync(resolve(import.meta.dirname, '../testing/t100.yaml'), 'utf8')

describe('issuing a collection of a form that may not be collected', () => {
  let city: City
  let regionEdition: string

  beforeAll(async () => {
    city = await openCity({ units: 2 })
    regionEdition = await latestEdition(city.services)
  })
  beforeEach(() => city.setTime(DURING))
  afterAll(() => city.close())

  /** Signed in anew, since some of these tests let years go by. */
  const manager = () => city.person(['collect.collection.manage'], { regionCode: CITY })
  const issue = async (formVersionId: number, period: string, year = '2026') => {
    const call = await manager()
    return call('POST', '/api/collect/collections', {
      formVersionId,
      period,
      regionEdition,
      criterion: { aboveThreshold: true },
      opensAt: `${year}-11-20T08:00:00+08:00`,
      closesAt: `${year}-12-08T12:00:00+08:00`,
    })
  }
  const collections = async (): Promise<number> => {
    const { rows } = await city.services.database.pool.query('select id from collect.collection')
    return rows.length
  }
  /** Another version of the form, with marks such as no version can be published with by its own route. */
  const versionWith = async (status: string, marks: Readonly<Record<string, string>> = {}) => {
    const { rows } = await city.services.database.pool.query<{ id: number }>(
      `insert into catalog.form_version (form_id, version_no, status, spec, source, sha256, created_at, published_at)
       select v.form_id, (select max(version_no) + 1 from catalog.form_version o where o.form_id = v.form_id), $2::text,
         jsonb_set(spec, '{marks}', spec->'marks' || $3::jsonb), source,
         sha256(convert_to($2::text || $3::text, 'UTF8')), created_at, published_at
       from catalog.form_version v where v.id = $1 returning id`,
      [city.formVersionId, status, JSON.stringify(marks)],
    )
    return rows[0]!.id
  }
  const refused = async (status: number, code: string, ...asked: Parameters<typeof issue>) => {
    const before = await collections()
    const reply = await issue(...asked)
    expect([reply.statusCode, reply.json().code]).toEqual([status, code])
    expect(await collections()).toBe(before)
    return reply.json()
  }

  it('should be refused while the form is a draft, and once it is retired', async () => {
    const { versionId } = await city.system(
      context => importForm(context, { source: t100.replaceAll('测试产值表', '草稿'), programme: 'test' }),
      ['catalog.form.design'],
    )
    await refused(422, 'COLLECT_FORM_NOT_PUBLISHED', versionId, '2026-M11')
    await refused(422, 'COLLECT_FORM_NOT_PUBLISHED', await versionWith('retired'), '2026-M11')
  })

  it.each(['tableNumber', 'issuer', 'approvalNumber', 'validUntil'])(
    'should be refused without its %s',
    async mark => {
      const unmarked = await versionWith('published', { [mark]: ' ' })
      await refused(422, 'COLLECT_LEGAL_MARKS_MISSING', unmarked, '2026-M11')
    },
  )

  it('should be refused from the first minute after the last month in force, and not before', async () => {
    city.setTime(new Date('2028-01-01T00:00:00+08:00'))
    await refused(409, 'COLLECT_FORM_EXPIRED', city.formVersionId, '2028-M01', '2028')
    city.setTime(new Date('2027-12-31T23:59:00+08:00'))
    expect((await issue(city.formVersionId, '2027-M12', '2028')).statusCode).toBe(200)
  })

  it('should say why in both languages, with what is missing', async () => {
    const formVersionId = await versionWith('published', { issuer: '', approvalNumber: '' })
    const { message, detail } = await refused(422, 'COLLECT_LEGAL_MARKS_MISSING', formVersionId, '2026-M11')
    expect(detail).toEqual({ marks: 'issuer, approvalNumber' })
    expect(message['zh-CN']).toContain('报表缺少法定标识')
    expect(message.en).toContain('lacks legal marks')
  })
})
