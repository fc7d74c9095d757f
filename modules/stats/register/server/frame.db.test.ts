import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTransaction } from '#kernel/db/tx.ts'
import type { FrameCriterion, NewUnit } from '../contract.ts'
import { CITY, creditCode, HETANG, HETANG_VILLAGE, type Office, openOffice } from '../testing/office.ts'
import { importUnits, selectFrame, unitHeader, unitHeaders } from './index.ts'

const unit = (n: number, more: Partial<NewUnit>): NewUnit => ({
  creditCode: creditCode(n),
  kind: 'legal',
  name: `单位${n}`,
  regionCode: HETANG_VILLAGE,
  industryCode: '3071',
  registerType: '112',
  sizeClass: 'small',
  aboveThreshold: true,
  attributes: {},
  validFrom: '2024-01-01',
  ...more,
})

describe('frame', () => {
  let office: Office
  let ids: readonly number[]

  beforeAll(async () => {
    office = await openOffice()
    ids = await office.system(context =>
      importUnits(context, [
        unit(1, { attributes: { address: '建设路1号', staff: '20' } }),
        unit(2, {
          industryCode: '5211',
          regionCode: '430203001001',
          sizeClass: 'large',
          registerType: '111',
        }),
        unit(3, { aboveThreshold: false, validFrom: '2026-06-01' }),
        unit(4, { kind: 'village', creditCode: null, localCode: HETANG_VILLAGE, industryCode: null }),
      ]),
    )
    const city = await office.person(['register.unit.edit'], { regionCode: CITY })
    const change = (id: number, version: number, validFrom: string, changes: object) =>
      city('PATCH', `/api/register/units/${id}`, { validFrom, version, note: '测试变更', changes })
    expect(
      (await change(ids[0]!, 1, '2026-03-01', { regionCode: '430203001001', sizeClass: 'medium' }))
        .statusCode,
    ).toBe(200)
    const exit = { exitedOn: '2026-09-01', reason: 2, note: '停业', version: 1 }
    expect((await city('POST', `/api/register/units/${ids[1]}/exit`, exit)).statusCode).toBe(200)
  })
  afterAll(() => office.close())

  const select = (criterion: FrameCriterion, at = '2026-08-31') =>
    readTransaction(office.services.database.db, tx => selectFrame(tx, criterion, at))
  const chosen = async (criterion: FrameCriterion, at?: string) =>
    (await select(criterion, at)).map(row => ids.indexOf(row.unitId) + 1)

  it('should select by every part of a criterion, and everything by none', async () => {
    expect(await chosen({})).toEqual([1, 2, 3, 4])
    expect(await chosen({ kinds: ['village'] })).toEqual([4])
    expect(await chosen({ industries: ['C'] })).toEqual([1, 3])
    expect(await chosen({ industries: ['F', '307'] })).toEqual([1, 2, 3])
    expect(await chosen({ sizeClasses: ['large', 'medium'] })).toEqual([1, 2])
    expect(await chosen({ aboveThreshold: false, kinds: ['legal'] })).toEqual([3])
    expect(await chosen({ registerTypes: ['111'] })).toEqual([2])
    expect(await chosen({ regions: [HETANG], kinds: ['legal'] })).toEqual([3])
    expect(await chosen({ industries: ['Z'] })).toEqual([])
  })

  it('should take units as they stood on the day', async () => {
    expect(await chosen({ kinds: ['legal'] }, '2026-05-31')).toEqual([1, 2])
    expect(await chosen({ kinds: ['legal'] }, '2026-09-01')).toEqual([1, 3])
    expect(await chosen({ regions: [HETANG], kinds: ['legal'] }, '2026-02-28')).toEqual([1])
    expect((await select({ sizeClasses: ['small'] }, '2026-02-28'))[0]).toMatchObject({
      unitId: ids[0],
      regionCode: HETANG_VILLAGE,
      sizeClass: 'small',
      industryCode: '3071',
      registerType: '112',
    })
    expect(await chosen({}, '2023-12-31')).toEqual([])
  })

  it('should give every register field for prefill, null where unknown', async () => {
    const { one, many, none } = await readTransaction(office.services.database.db, async tx => ({
      one: await unitHeader(tx, ids[0]!),
      many: await unitHeaders(tx, [ids[1]!, 999_999]),
      none: await unitHeader(tx, 999_999),
    }))
    expect(one).toMatchObject({
      creditCode: creditCode(1),
      name: '单位1',
      address: '建设路1号',
      staff: '20',
      industry: '3071',
      region: '430203001001',
      telephone: null,
      status: 'active',
    })
    expect([...many.keys()]).toEqual([ids[1]])
    expect(many.get(ids[1]!)).toMatchObject({ status: 'exited' })
    expect(none).toBeNull()
  })

  it('should bring regions, the way between editions, industries and labels into the mirror', async () => {
    const { analytics } = office.services
    await analytics.drain()
    const count = async (sql: string) => Number((await analytics.query(sql))[0]?.n)
    expect(
      await count(
        `select count(*) as n from dim_region where edition = '2023' and county_code = '${HETANG}'`,
      ),
    ).toBeGreaterThan(20)
    expect(
      await count(
        `select count(*) as n from dim_region where region_code = '${HETANG}' and township_code is null`,
      ),
    ).toBeGreaterThan(0)
    // 渌口区 was 株洲县 before 2018.
    expect(
      await count(
        `select count(*) as n from dim_region_map where from_code = '430221000000' and to_code = '430212000000'`,
      ),
    ).toBe(1)
    expect(
      await count(
        `select count(*) as n from (select from_code from dim_region_map where edition_to = '2023' group by edition_from, from_code having sum(weight) <> 1)`,
      ),
    ).toBe(0)
    const rows = await analytics.query(
      `select section, division, group_code, class_code from dim_industry where industry_code = '3712'`,
    )
    expect(rows).toEqual([{ section: 'C', division: '37', group_code: '371', class_code: '3712' }])
    expect(
      await count(`select count(*) as n from dim_label where dimension = 'industry' and code = 'C'`),
    ).toBe(1)
    expect(
      await count(
        `select count(*) as n from dim_label where dimension = 'region:2023' and code = '${HETANG}' and zh = '荷塘区'`,
      ),
    ).toBe(1)
  })
})
