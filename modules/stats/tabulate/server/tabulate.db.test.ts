import { Workbook } from '@cj-tech-master/excelts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemonstrationCity } from '#apps/cli/demo-city/seed.ts'
import { findLibreOffice } from '#apps/cli/test-tools.ts'
import type { Grid, TabulationColumn } from '#engines/table/index.ts'
import { rowPath } from '#engines/table/index.ts'
import type { ReadContext, StagedContext } from '#kernel/context.ts'
import { type Reach, readTransaction } from '#kernel/db/tx.ts'
import type { Caller, TestServer } from '#tests/support/server.ts'
import { startTestServer } from '#tests/support/server.ts'
import type { TabulationDefinition } from '../contract.ts'
import { runTabulation } from './run-tabulation.ts'

const NOW = new Date('2026-11-21T02:00:00Z')
const EDITION = '2023'
const EARLIER_EDITION = '2017-demo'
const LIBRE_OFFICE = findLibreOffice()

let server: TestServer
let city: Caller
let county: Caller
let leader: Caller
let enterprise: Caller
let form: { formVersionId: number; periods: readonly string[] }
let period: string

const sum: TabulationColumn = {
  key: 'output',
  label: { 'zh-CN': '产值' },
  measure: { kind: 'sum', column: 'M13' },
}
const owed: TabulationColumn = {
  key: 'owed',
  label: { 'zh-CN': '应报' },
  measure: { kind: 'reports', state: 'owed' },
}
const reported: TabulationColumn = {
  key: 'reported',
  label: { 'zh-CN': '已报' },
  measure: { kind: 'reports', state: 'submitted' },
}

const definition = (changes: Partial<TabulationDefinition> = {}): TabulationDefinition => ({
  edition: EDITION,
  periods: [period],
  rows: [{ kind: 'region', levels: ['county', 'township'] }],
  columns: [sum, owed, reported],
  ...changes,
})
const request = (changes: Partial<TabulationDefinition> = {}) => ({
  formVersionId: form.formVersionId,
  definition: definition(changes),
})

async function run(who: Caller, changes: Partial<TabulationDefinition> = {}): Promise<Grid> {
  const response = await who('POST', '/api/tabulate/run', request(changes))
  expect(response.statusCode, response.body).toBe(200)
  return response.json().grid
}

const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await server.services.database.pool.query(text, values)).rows as T[]

type Submitted = {
  unit_id: number
  collection_id: number
  revision_no: number
  account_id: number
  values: { cells: Record<string, string> }
}

/** Plain SQL over PostgreSQL: what the totals must be, by the first digits of the region. */
const truth = (digits: number, of = period) =>
  rows<{ place: string; output: string | null; owed: number; reported: number }>(
    `select left(r.region_code, ${digits}) as place,
       sum((v.values->'cells'->>'M13')::numeric) filter (where r.state in ('submitted', 'accepted:county', 'accepted:city'))::text as output,
       count(*)::int as owed,
       count(*) filter (where r.state in ('submitted', 'accepted:county', 'accepted:city'))::int as reported
     from collect.report r join collect.collection c on c.id = r.collection_id
     left join collect.revision v using (unit_id, collection_id, revision_no)
     where c.form_code = 'B204-1' and c.period = $1 group by 1 order by 1`,
    [of],
  )

/** What a handler gets, for a reach that no account of the demonstration has. */
const contextWith = (reach: Reach): StagedContext => {
  const read = <T>(work: (reading: ReadContext) => Promise<T>) =>
    readTransaction(server.services.database.db, tx =>
      work({ reach: () => reach, tx, accessed: () => {} } as unknown as ReadContext),
    )
  return { reach: () => reach, read } as unknown as StagedContext
}

const accountOf = async (name: string): Promise<Caller> => {
  const [found] = await rows<{ id: number }>('select id from identity.account where sign_in_name = $1', [
    name,
  ])
  return server.as(found!.id)
}

beforeAll(async () => {
  server = await startTestServer({ now: NOW })
  await seedDemonstrationCity(server.services, () => {}, { scale: 0.06, months: 14 })
  city = await accountOf('city')
  county = await accountOf('county')
  leader = await accountOf('leader')
  enterprise = await accountOf('enterprise')
  const sources = (await city('GET', '/api/tabulate/sources')).json().sources
  form = sources.find((source: { formCode: string }) => source.formCode === 'B204-1')
  period = form.periods[0]!
}, 240_000)

afterAll(() => server?.close())

describe('running', () => {
  it('should list forms with their columns, periods newest first, and both editions', async () => {
    const body = (await city('GET', '/api/tabulate/sources')).json()
    expect(form.periods).toEqual([...form.periods].sort().reverse())
    expect(form.periods.length).toBeGreaterThanOrEqual(14)
    expect(body.editions.map((one: { edition: string }) => one.edition).sort()).toEqual([
      EARLIER_EDITION,
      EDITION,
    ])
    expect(body.homeRegion).toBe('430200000000')
  })

  it.each(['unit_kind', 'above_threshold'])(
    'should break down by what the register said: %s',
    async column => {
      const expected = await rows<{ code: string; owed: number }>(
        `select r.${column}::text as code, count(*)::int as owed
       from collect.report r join collect.collection c on c.id = r.collection_id
       where c.form_code = 'B204-1' and c.period = $1 group by 1 order by 1`,
        [period],
      )
      const grid = await run(city, { rows: [{ kind: 'attribute', column }], columns: [owed] })
      const found = grid.rows.filter(row => row.step).map(row => [row.step!.code, Number(row.cells[0])])
      expect(found.sort()).toEqual(expected.map(one => [one.code, one.owed]))
      expect(expected.every(one => one.code !== null)).toBe(true)
      const named = await city('GET', `/api/tabulate/codes?dimension=${column}&edition=${EDITION}`)
      const names = new Map(
        named.json().codes.map((one: { code: string; label: unknown }) => [one.code, one.label]),
      )
      for (const row of grid.rows) if (row.step) expect(row.label).toEqual(names.get(row.step.code))
    },
  )

  it('should equal plain sums over PostgreSQL at every level', async () => {
    const grid = await run(city)
    const found = (level: string) =>
      grid.rows
        .filter(row => (level === 'total' ? row.step === null : row.step?.level === level))
        .map(row => row.cells)
    const expected = async (digits: number) =>
      (await truth(digits)).map(one => [one.output, String(one.owed), String(one.reported)])
    expect(found('county')).toEqual(await expected(6))
    expect(found('township')).toEqual(await expected(9))
    expect(found('total')).toEqual(await expected(4))
    expect(Number(found('total')[0]![0])).toBeGreaterThan(0)
  })

  it('should count a submission the moment it is committed, and no longer once it is sent back', async () => {
    const [own] = await rows<Submitted>(
      `select r.unit_id, r.collection_id, r.revision_no, v.values, a.id as account_id
       from collect.report r join collect.collection c on c.id = r.collection_id
       join collect.revision v using (unit_id, collection_id, revision_no)
       join identity.account a on a.unit_id = r.unit_id
       where c.form_code = 'B204-1' and c.period = $1 and r.state = 'submitted' and r.query_count = 0
         and r.region_code like '430281%' order by 1 limit 1`,
      [period],
    )
    const { unit_id, collection_id, revision_no, values, account_id } = own!
    const before = (await run(city)).rows[0]!.cells
    const back = await county(
      'POST',
      `/api/collect/collections/${collection_id}/reports/${unit_id}/send-back`,
      {
        revisionNo: revision_no,
        reason: '产值与上月相比变化较大，请与财务核对后重新报送',
        until: '2026-11-25T18:00:00+08:00',
      },
    )
    expect(back.statusCode, back.body).toBe(200)
    const without = (await run(city)).rows[0]!.cells
    expect(Number(without[0])).toBe(Number(before[0]) - Number(values.cells.M13))
    expect(Number(without[2])).toBe(Number(before[2]) - 1)

    const more = (cell: string) => String(Number(values.cells[cell]) + 7)
    const unit = await server.as(account_id)
    const sent = await unit('POST', `/api/collect/my-reports/${collection_id}/${unit_id}/submissions`, {
      clientId: crypto.randomUUID(),
      baseRevision: back.json().revisionNo,
      draftVersion: 0,
      values: { ...values, cells: { ...values.cells, M13: more('M13'), M14: more('M14') } },
      explanations: {},
    })
    expect(sent.statusCode, sent.body).toBe(200)
    const after = (await run(city)).rows[0]!.cells
    expect(Number(after[0])).toBe(Number(before[0]) + 7)
    expect(after[2]).toBe(before[2])
  })

  it('should give a county its own total only', async () => {
    const grid = await run(county)
    const counties = grid.rows.filter(row => row.step?.level === 'county')
    expect(counties.map(row => row.step!.code)).toEqual(['430281000000'])
    const own = (await truth(6)).find(one => one.place === '430281')!
    expect(grid.rows[0]!.cells).toEqual([own.output, String(own.owed), String(own.reported)])
  })

  it('should move totals between counties when the edition is another, and keep the sum', async () => {
    const now = await run(city)
    const then = await run(city, { edition: EARLIER_EDITION })
    expect(then.rows[0]!.cells).toEqual(now.rows[0]!.cells)
    const counties = (grid: Grid) =>
      grid.rows.filter(row => row.step?.level === 'county').map(row => [row.step!.code, ...row.cells])
    expect(counties(then)).not.toEqual(counties(now))
  })

  it('should show a county its own reports and no others, whatever the edition calls or makes of its townships', async () => {
    const { analytics } = server.services
    const totals = async (county: string, edition: string) => {
      const context = contextWith({ everything: false, nodes: [{ region: county, subjects: null }] })
      const { grid } = await runTabulation(context, analytics, request({ edition }))
      return grid.rows[0]!.cells
    }
    // 渌口区 had another code in the earlier edition; one of its townships is made to lie in 荷塘区 there.
    await rows(
      `update org.region set parent_code = '430202000000'
       where edition = $1 and code = (select min(code) from org.region where edition = $1 and code like '430221%' and level = 'township')`,
      [EARLIER_EDITION],
    )
    await analytics.rebuild()
    for (const own of await truth(6)) {
      const expected = [own.output, String(own.owed), String(own.reported)]
      const county = `${own.place}000000`
      expect([await totals(county, EDITION), await totals(county, EARLIER_EDITION)], county).toEqual([
        expected,
        expected,
      ])
    }
  })

  it('should name the codes one may filter by, villages left out', async () => {
    const response = await city('GET', `/api/tabulate/codes?dimension=region&edition=${EDITION}`)
    const codes = response.json().codes as { code: string; label: Record<string, string> }[]
    expect(codes.find(one => one.code === '430281000000')?.label['zh-CN']).toBe('醴陵市')
    expect(codes.every(one => one.code.endsWith('000'))).toBe(true)
    expect((await city('GET', '/api/tabulate/codes?dimension=unit&edition=2023')).statusCode).toBe(400)
  })
})

describe('waiting for the mirror', () => {
  it('should hold no transaction open while it drains', async () => {
    const blocker = new pg.Client({
      connectionString: server.services.database.pool.options.connectionString,
    })
    await blocker.connect()
    const own = (await blocker.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]!.pid
    // Within a transaction the activity is read once and then remembered, unless it is told to forget.
    const backends = async (condition: string) => {
      await blocker.query('select pg_stat_clear_snapshot()')
      return blocker.query(
        `select query from pg_stat_activity where datname = current_database() and pid <> $1 and ${condition}`,
        [own],
      )
    }
    await blocker.query('begin')
    await blocker.query('lock table analytics.change in access exclusive mode')
    try {
      const answers = Promise.all([
        city('GET', '/api/tabulate/sources'),
        city('POST', '/api/tabulate/run', request()),
        city('POST', '/api/tabulate/drill', {
          ...request(),
          target: { path: [], column: 'output' },
          page: 1,
          pageSize: 5,
        }),
      ])
      const draining = async () => (await backends(`wait_event_type = 'Lock'`)).rowCount
      await expect.poll(draining, { timeout: 20_000 }).toBeGreaterThan(0)
      const held = async () => (await backends(`state = 'idle in transaction'`)).rows
      await expect.poll(held, { timeout: 20_000 }).toEqual([])
      await blocker.query('rollback')
      expect((await answers).map(answer => answer.statusCode)).toEqual([200, 200, 200])
    } finally {
      await blocker.end()
    }
  })

  it('should fetch no more of a result than one row beyond the limit', async () => {
    const { analytics } = server.services
    const context = contextWith({ everything: true, nodes: [] })
    const fetched: number[] = []
    const counting = {
      drain: () => analytics.drain(),
      query: async (...asked: Parameters<typeof analytics.query>) => {
        const found = await analytics.query(...asked)
        if (!asked[0].includes('dim_label')) fetched.push(found.length)
        return found
      },
    }
    await expect(runTabulation(context, counting, request(), { limit: 7 })).rejects.toMatchObject({
      type: { code: 'TABULATE_TOO_LARGE' },
      detail: { limit: 7 },
    })
    const whole = await runTabulation(context, counting, request({ rows: [] }), { limit: 1 })
    expect(whole.grid.rows).toHaveLength(1)
    expect(fetched).toEqual([8, 1])
  })
})

describe('disclosure', () => {
  it('should withhold small cells from those who may not see units, and refuse them the drill', async () => {
    const answer = (await leader('POST', '/api/tabulate/run', request())).json()
    expect(answer.disclosureControlled).toBe(true)
    const grid: Grid = answer.grid
    const open = await run(city)
    const flagged = grid.rows.flatMap(row => Object.values(row.flags ?? {}))
    expect(flagged).toContain('withheld')
    for (const [at, row] of grid.rows.entries()) {
      if (row.step?.level !== 'township') continue
      const units = Number(open.rows[at]!.cells[2])
      if (units > 0 && units < 3 && open.rows[at]!.cells[0] !== '0') expect(row.cells[0]).toBeNull()
    }
    const target = { path: [], column: 'output' }
    const drill = await leader('POST', '/api/tabulate/drill', { ...request(), target, page: 1, pageSize: 10 })
    expect(drill.statusCode).toBe(403)
    expect(drill.json().code).toBe('PERMISSION_DENIED')
    const exported = await leader('POST', '/api/tabulate/export', {
      ...request(),
      name: { 'zh-CN': '领导' },
      locale: 'zh-CN',
    })
    const sheet = await firstSheet(exported.rawPayload)
    expect(sheet.some(line => line.includes('*'))).toBe(true)
  })
})

describe('someone who sees totals only', () => {
  const asked = async (changes: Partial<TabulationDefinition>) => {
    const reply = await leader('POST', '/api/tabulate/run', request(changes))
    return [reply.statusCode, reply.json().code]
  }
  const largest: TabulationColumn = {
    key: 'largest',
    label: { 'zh-CN': '最大' },
    measure: { kind: 'max', column: 'M13' },
  }
  const counted = (where: NonNullable<TabulationDefinition['filter']>): TabulationColumn => ({
    key: 'n',
    label: { 'zh-CN': '个数' },
    measure: { kind: 'reports', where },
  })
  const rich = { op: 'gt', column: 'M13', value: '1000' } as const

  it('should be refused what is one unit’s own, however it is asked', async () => {
    const refused = [422, 'TABULATE_SPEC_INVALID']
    expect(await asked({ columns: [largest] })).toEqual(refused)
    expect(await asked({ filter: { op: 'eq', column: 'unit_id', value: '1' } })).toEqual(refused)
    expect(await asked({ columns: [counted({ op: 'not', of: rich })] })).toEqual(refused)
    expect(await asked({ rows: [{ kind: 'attribute', column: 'unit_id' }] })).toEqual(refused)
    expect(await asked({ rows: [{ kind: 'attribute', column: 'state' }] })).toEqual(refused)
    expect(await asked({ across: { by: { kind: 'attribute', column: 'state' } } })).toEqual(refused)
    expect(await asked({ filter: { op: 'eq', column: 'state', value: 'owed' } })).toEqual(refused)
    const bySize = { op: 'eq', column: 'size_class', value: 'large' } as const
    expect((await asked({ columns: [counted(bySize)], filter: bySize }))[0]).toBe(200)
    const byState: TabulationDefinition['rows'] = [{ kind: 'attribute', column: 'state' }]
    const grid = await run(city, { columns: [largest, counted(rich)], rows: byState })
    const labelled = grid.rows.find(row => row.step?.code === 'accepted:county')
    expect(labelled?.label).toEqual({ 'zh-CN': '县级已验收', en: 'Accepted by county' })
  })

  it('should be told so with the forms, and may ask for every attribute of the frame', async () => {
    const of = async (who: Caller) =>
      (await who('GET', '/api/tabulate/sources'))
        .json()
        .sources.map((one: { seesUnits: boolean }) => one.seesUnits)
    expect(new Set(await of(leader))).toEqual(new Set([false]))
    expect(new Set(await of(city))).toEqual(new Set([true]))
    for (const column of ['size_class', 'register_type', 'unit_kind', 'above_threshold']) {
      const by = { kind: 'attribute', column } as const
      expect(await asked({ rows: [by] })).toEqual([200, undefined])
      expect(await asked({ across: { by } })).toEqual([200, undefined])
    }
    const above = { op: 'in', column: 'above_threshold', values: ['true'] } as const
    expect(await asked({ filter: above, columns: [counted(above)] })).toEqual([200, undefined])
  })

  it('should find the same places in a table of what was reported as in one of what is owed', async () => {
    const villages: TabulationDefinition['rows'] = [{ kind: 'region', levels: ['village'] }]
    const codes = (grid: Grid) => grid.rows.map(row => row.step?.code)
    const all = await run(city, { rows: villages, columns: [owed, reported] })
    const isSmall = ({ cells }: Grid['rows'][number]) => Number(cells[0]) < 3
    const small = all.rows.filter(isSmall)
    expect(new Set(small.map(row => Number(row.cells[1]) > 0))).toEqual(new Set([true, false]))
    for (const columns of [[reported], [sum]]) {
      const grid = await run(leader, { rows: villages, columns })
      expect(codes(grid)).toEqual(codes(all))
      for (const [at, row] of grid.rows.entries())
        if (isSmall(all.rows[at]!)) expect(row.flags?.[0], row.step?.code).toBe('withheld')
    }
  })
})

describe('drilling', () => {
  const drill = (who: Caller, target: unknown, page = 1, pageSize = 200) =>
    who('POST', '/api/tabulate/drill', { ...request(), target, page, pageSize })

  it('should list exactly the reports a number is made of, the largest first', async () => {
    const grid = await run(city)
    const at = grid.rows.findIndex(row => row.step?.level === 'township' && Number(row.cells[2]) > 1)
    const path = rowPath(grid, at)
    const answer = (await drill(city, { path, column: 'output' })).json()
    const place = path.at(-1)!.code.slice(0, 9)
    const expected = await rows<{ unit_id: number; name: string; m13: string }>(
      `select r.unit_id, u.name, v.values->'cells'->>'M13' as m13
       from collect.report r join collect.collection c on c.id = r.collection_id
       join register.unit u using (unit_id)
       join collect.revision v using (unit_id, collection_id, revision_no)
       where c.form_code = 'B204-1' and c.period = $1 and left(r.region_code, 9) = $2
         and r.state in ('submitted', 'accepted:county', 'accepted:city')`,
      [period, place],
    )
    type Item = { unitId: number; unitName: string; values: { M13: string } }
    const items: Item[] = answer.items
    const key = (unit: number, name: string, value: string) => `${unit} ${name} ${Number(value)}`
    expect(items.map(one => key(one.unitId, one.unitName, one.values.M13)).sort()).toEqual(
      expected.map(one => key(one.unit_id, one.name, one.m13)).sort(),
    )
    expect(answer.total).toBe(expected.length)
    const amounts = items.map(one => Number(one.values.M13))
    expect(amounts).toEqual([...amounts].sort((a, b) => b - a))
    expect(amounts.reduce((a, b) => a + b, 0)).toBe(Number(grid.rows[at]!.cells[0]))
  })

  it('should list the reports that moved a growth most first', async () => {
    const sumOf = (key: string, column: string) =>
      ({ key, label: { 'zh-CN': key }, measure: { kind: 'sum', column } }) as const
    const columns: TabulationDefinition['columns'] = [
      sumOf('output', 'M13'),
      sumOf('base', 'M15'),
      {
        key: 'growth',
        label: { 'zh-CN': '增速' },
        measure: { kind: 'growth', of: 'output', on: { column: 'base' } },
      },
    ]
    const target = { path: [], column: 'growth' }
    const answer = await city('POST', '/api/tabulate/drill', {
      ...request({ columns }),
      target,
      page: 1,
      pageSize: 200,
    })
    const items: { values: { M13: string; M15: string } }[] = answer.json().items
    const moves = items.map(({ values }) => Math.abs(Number(values.M13) - Number(values.M15)))
    expect(moves.length).toBeGreaterThan(2)
    expect(moves).toEqual(moves.toSorted((a, b) => b - a))
  })

  it('should lead to the very row of a report where a table of rows is tabulated', async () => {
    const township = await accountOf('township')
    const [mine] = (await township('GET', '/api/collect/my-reports?form=A302')).json().items
    const path = `/api/collect/my-reports/${mine.collectionId}/${mine.unitId}`
    const { values, codelists } = (await township('GET', path)).json()
    const [first, second] = codelists['region:village'] as { code: string; name: { 'zh-CN': string } }[]
    const rice = (key: string, area: string, output: string) => ({ key, cells: { A02: area, Q02: output } })
    const cells = { ...values.cells, S01: '贺婷嘉', S02: '贺婷嘉', S03: '贺婷嘉', S04: '0731-0123456' }
    const taken = await township('POST', `${path}/submissions`, {
      clientId: '0a1b8f0e-7f0a-4a57-9f6b-0d8f6c2f1a77',
      baseRevision: 0,
      draftVersion: mine.draftVersion ?? 0,
      values: { cells, rows: { villages: [rice(first!.code, '10', '60'), rice(second!.code, '20', '123')] } },
      explanations: {},
    })
    expect(taken.statusCode, taken.body).toBe(200)
    const { sources } = (await city('GET', '/api/tabulate/sources')).json()
    const { formVersionId, section } = sources.find(
      (one: { formCode: string; section?: string }) => one.formCode === 'A302' && one.section,
    )
    const early: TabulationColumn = {
      key: 'rice',
      label: { 'zh-CN': '早稻' },
      measure: { kind: 'sum', column: 'Q02' },
    }
    const answer = await city('POST', '/api/tabulate/drill', {
      formVersionId,
      section,
      definition: definition({ periods: [mine.period], columns: [early] }),
      target: { path: [], column: 'rice' },
      page: 1,
      pageSize: 10,
    })
    expect(answer.statusCode, answer.body).toBe(200)
    expect(answer.json().items).toMatchObject([
      { unitId: mine.unitId, row: { key: second!.code, name: second!.name }, values: { Q02: '123.00' } },
      { unitId: mine.unitId, row: { key: first!.code, name: first!.name }, values: { Q02: '60.00' } },
    ])
    const [plain] = (await drill(city, { path: [], column: 'output' }, 1, 1)).json().items
    expect(plain.row).toBeNull()
  })

  it('should page, and say the same total on every page', async () => {
    const target = { path: [], column: 'owed' }
    const [first, second] = await Promise.all([drill(city, target, 1, 5), drill(city, target, 2, 5)])
    expect(first.json().total).toBe(second.json().total)
    const ids = [...first.json().items, ...second.json().items].map(
      (one: { unitId: number; collectionId: number }) => `${one.unitId} ${one.collectionId}`,
    )
    expect(new Set(ids).size).toBe(10)
  })

  it('should keep the name of a unit that has moved away since its report was frozen', async () => {
    const target = { path: [], column: 'output' }
    const [first] = (await drill(county, target)).json().items
    const [{ region_code: before }] = (await rows<{ region_code: string }>(
      'select region_code from register.unit where unit_id = $1',
      [first.unitId],
    )) as [{ region_code: string }]
    await rows(`update register.unit set region_code = '430211001001' where unit_id = $1`, [first.unitId])
    const items: { unitId: number; unitName: string }[] = (await drill(county, target)).json().items
    await rows('update register.unit set region_code = $2 where unit_id = $1', [first.unitId, before])
    expect(items.find(one => one.unitId === first.unitId)?.unitName).toBe(first.unitName)
    expect(first.unitName).not.toBe('')
  })

  it('should not lead a county to reports of another, whatever path it asks for', async () => {
    const path = [{ dimension: 'region', level: 'county', code: '430202000000' }]
    const answer = (await drill(county, { path, column: 'output' })).json()
    expect(answer).toMatchObject({ total: 0, items: [] })
  })

  it('should leave a trace of who looked at identified data', async () => {
    const count = async () =>
      Number(
        (
          await rows<{ n: string }>(`select count(*) n from audit.event where action = 'tabulate.cell.drill'`)
        )[0]!.n,
      )
    const before = await count()
    await drill(city, { path: [], column: 'output' })
    expect(await count()).toBe(before + 1)
  })

  it('should refuse a column or a row that the table does not have', async () => {
    const response = await drill(city, { path: [], column: 'nothing' })
    expect(response.statusCode).toBe(422)
    expect(response.json().code).toBe('TABULATE_SPEC_INVALID')
  })
})

async function firstSheet(bytes: Buffer): Promise<readonly (readonly string[])[]> {
  const workbook = new Workbook()
  await workbook.xlsx.load(bytes as never)
  const lines: string[][] = []
  workbook.worksheets[0]!.eachRow(row => {
    const line: string[] = []
    row.eachCell({ includeEmpty: true }, cell => {
      line.push(cell.value === null || cell.value === undefined ? '' : String(cell.value))
    })
    lines.push(line)
  })
  return lines
}

describe('exporting', () => {
  const grouped = [owed, { label: { 'zh-CN': '工业总产值' }, columns: [sum, reported] }]

  it('should give a workbook with merged heads, numbers as numbers and the note on demonstration', async () => {
    const response = await city('POST', '/api/tabulate/export', {
      ...request({ columns: grouped }),
      name: { 'zh-CN': '分县区产值' },
      locale: 'zh-CN',
    })
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-disposition']).toContain(encodeURIComponent('分县区产值'))
    const workbook = new Workbook()
    await workbook.xlsx.load(response.rawPayload as never)
    const sheet = workbook.worksheets[0]!
    expect(sheet.getCell('C3').value).toBe('工业总产值')
    expect(sheet.getCell('D3').isMerged).toBe(true)
    expect(sheet.getCell('D3').master.address).toBe('C3')
    expect(sheet.getCell('A4').master.address).toBe('A3')
    const grid = await run(city, { columns: grouped })
    expect(sheet.getCell('C5').value).toBe(Number(grid.rows[0]!.cells[1]))
    const lines = await firstSheet(response.rawPayload)
    expect(lines.some(line => line[0]?.startsWith('演示数据：'))).toBe(true)
  })

  it('should give the unit of measure in every head that has one, as the form has it or as was asked', async () => {
    const inHundredMillions: TabulationColumn = {
      ...sum,
      key: 'larger',
      label: { 'zh-CN': '产值', en: 'Output' },
      unitOfMeasure: '亿元',
      decimals: 2,
    }
    const columns = [sum, { label: { 'zh-CN': '工业总产值' }, columns: [inHundredMillions, reported] }]
    const expected = {
      'zh-CN': ['产值\n（千元）', '工业总产值', '产值\n（亿元）', '已报'],
      en: ['产值\n(thousand yuan)', '工业总产值', 'Output\n(100 million yuan)', '已报'],
    }
    for (const locale of ['zh-CN', 'en'] as const) {
      const response = await city('POST', '/api/tabulate/export', {
        ...request({ columns }),
        name: { 'zh-CN': '产值' },
        locale,
      })
      const workbook = new Workbook()
      await workbook.xlsx.load(response.rawPayload as never)
      const sheet = workbook.worksheets[0]!
      const heads = ['B3', 'C3', 'C4', 'D4'].map(address => sheet.getCell(address).value)
      expect(heads).toEqual(expected[locale])
      expect(sheet.getCell('B4').master.address).toBe('B3')
      const [thousands, larger100M] = [sheet.getCell('B5').value, sheet.getCell('C5').value]
      expect(larger100M).toBe(Math.round(Number(thousands) / 1_000) / 100)
      expect(sheet.getCell('C5').numFmt).toBe('#,##0.00')
    }
  })

  it.skipIf(!LIBRE_OFFICE)('should open in LibreOffice (skipped where there is none)', async () => {
    const { execFileSync } = await import('node:child_process')
    const { mkdtempSync, readFileSync, writeFileSync } = await import('node:fs')
    const folder = mkdtempSync('/tmp/zhitong-export-')
    const response = await city('POST', '/api/tabulate/export', {
      ...request(),
      name: { 'zh-CN': 'open' },
      locale: 'en',
    })
    writeFileSync(`${folder}/open.xlsx`, response.rawPayload)
    execFileSync(LIBRE_OFFICE!, [
      '--headless',
      '--convert-to',
      'csv',
      '--outdir',
      folder,
      `${folder}/open.xlsx`,
    ])
    expect(readFileSync(`${folder}/open.csv`, 'utf8')).toContain('demonstration')
  })
})

describe('saved tabulations', () => {
  const draft = (name: string, shared = false) => ({ ...request(), name: { 'zh-CN': name }, shared })
  const create = async (who: Caller, name: string, shared = false): Promise<number> => {
    const response = await who('POST', '/api/tabulate/tabulations', draft(name, shared), {
      'idempotency-key': crypto.randomUUID(),
    })
    expect(response.statusCode, response.body).toBe(200)
    return response.json().id
  }

  it('should be created, read, changed and deleted by its owner', async () => {
    const id = await create(city, '产值')
    const address = `/api/tabulate/tabulations/${id}`
    expect((await city('GET', address)).json()).toMatchObject({ name: { 'zh-CN': '产值' }, mine: true })
    const changed = { ...draft('产值二'), definition: definition({ columns: [owed] }) }
    expect((await city('PUT', address, changed)).statusCode).toBe(200)
    const read = (await city('GET', address)).json()
    expect(read.name['zh-CN']).toBe('产值二')
    expect(read.definition.columns).toHaveLength(1)
    expect((await city('DELETE', address)).statusCode).toBe(200)
    expect((await city('GET', address)).statusCode).toBe(404)
    expect((await city('DELETE', address)).statusCode).toBe(404)
  })

  it('should be seen by others only when shared, and changed by nobody else', async () => {
    const [secret, open] = [await create(city, '自用'), await create(city, '共用', true)]
    const seen = (await county('GET', '/api/tabulate/tabulations')).json().items
    expect(seen.map((one: { id: number }) => one.id)).toContain(open)
    expect(seen.map((one: { id: number }) => one.id)).not.toContain(secret)
    expect((await county('GET', `/api/tabulate/tabulations/${secret}`)).statusCode).toBe(404)
    expect((await county('PUT', `/api/tabulate/tabulations/${open}`, draft('抢'))).statusCode).toBe(404)
    expect((await county('DELETE', `/api/tabulate/tabulations/${open}`)).statusCode).toBe(404)
  })

  it('should refuse a name taken, by the same owner only', async () => {
    await create(city, '同名')
    const key = { 'idempotency-key': crypto.randomUUID() }
    const again = await city('POST', '/api/tabulate/tabulations', draft('同名'), key)
    expect([again.statusCode, again.json().code]).toEqual([409, 'TABULATE_NAME_TAKEN'])
    await create(county, '同名')
  })

  it('should not be saved by those who may only look', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() }
    expect((await leader('POST', '/api/tabulate/tabulations', draft('不行'), key)).statusCode).toBe(403)
  })
})

describe('what bad requests get', () => {
  it('should be told in both languages when a column is missing', async () => {
    const missing = { ...sum, measure: { kind: 'sum', column: 'M99' } } as TabulationColumn
    for (const url of ['/api/tabulate/run', '/api/tabulate/export']) {
      const extra = url.endsWith('export') ? { name: { 'zh-CN': '表' }, locale: 'en' } : {}
      const response = await city('POST', url, { ...request({ columns: [missing] }), ...extra })
      const { code, message, detail } = response.json()
      expect([response.statusCode, code]).toEqual([422, 'TABULATE_SPEC_INVALID'])
      expect(message['zh-CN']).toContain('数据源中没有列“M99”')
      expect(message.en).toContain('the source has no column "M99"')
      expect(detail.diagnostics[0].path).toBe('/columns/0/measure/column')
    }
  })

  const addresses = [
    ['GET', '/api/tabulate/sources'],
    ['GET', `/api/tabulate/codes?dimension=region&edition=${EDITION}`],
    ['GET', '/api/tabulate/tabulations'],
    ['GET', '/api/tabulate/tabulations/1'],
    ['POST', '/api/tabulate/tabulations'],
    ['PUT', '/api/tabulate/tabulations/1'],
    ['DELETE', '/api/tabulate/tabulations/1'],
    ['POST', '/api/tabulate/run'],
    ['POST', '/api/tabulate/drill'],
    ['POST', '/api/tabulate/export'],
  ] as const

  const bodyFor = (method: string, url: string): unknown => {
    if (method === 'GET' || method === 'DELETE') return undefined
    const named = { name: { 'zh-CN': '表' } }
    if (url.endsWith('run')) return request()
    if (url.endsWith('drill'))
      return { ...request(), target: { path: [], column: 'output' }, page: 1, pageSize: 5 }
    if (url.endsWith('export')) return { ...request(), ...named, locale: 'en' }
    return { ...request(), ...named, shared: false }
  }

  it.each(addresses)('should refuse %s %s without a session, and to an enterprise', async (method, url) => {
    const signedOut = await server.app.inject({ method, url, payload: bodyFor(method, url) as object })
    expect([401, 403]).toContain(signedOut.statusCode)
    if (method === 'GET') expect(signedOut.json().code).toBe('SESSION_REQUIRED')
    const key = { 'idempotency-key': crypto.randomUUID() }
    const refused = await enterprise(method, url, bodyFor(method, url), key)
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'PERMISSION_DENIED'])
  })

  it.each(addresses.filter(([method]) => method === 'POST' || method === 'PUT'))(
    'should answer %s %s with 400 to a malformed body and 404 to a form that is not there',
    async (method, url) => {
      const key = () => ({ 'idempotency-key': crypto.randomUUID() })
      const malformed = { ...(bodyFor(method, url) as object), definition: { edition: 1 } }
      expect((await city(method, url, malformed, key())).statusCode).toBe(400)
      const elsewhere = { ...(bodyFor(method, url) as object), formVersionId: 99_999 }
      expect((await city(method, url, elsewhere, key())).statusCode).toBe(404)
    },
  )

  it('should refuse more than the engine is asked to bear', async () => {
    const deep = Array.from({ length: 6 }, () => ({ kind: 'period' })) as never
    expect((await city('POST', '/api/tabulate/run', request({ rows: deep }))).statusCode).toBe(400)
    const many = Array.from({ length: 61 }, (_, at) => ({ ...owed, key: `k${at}` }))
    expect((await city('POST', '/api/tabulate/run', request({ columns: many }))).statusCode).toBe(400)
  })
})
