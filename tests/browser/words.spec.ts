import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Workbook } from '@cj-tech-master/excelts'
import { type APIRequestContext, type Browser, expect, type Page, request, test } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { enterAccount, findReporters, PASSWORD, product, type Reporter } from './reporters.ts'

/**
 * Everything that a reporter or an office can write and an office reads, written so that it would run: as a tag, out of
 * an attribute, as a formula. It is read on every page that shows it, and taken away as CSV and as a workbook.
 */
test.skip(product === undefined, 'the product is not running: BASE_URL names none')

/** The story may be told more than once to the same product. */
const RUN = randomUUID().slice(0, 4)

/** Short enough for every name; the mark tells which field it came from. */
const word = (mark: string): string => `=1+${RUN}${mark}"><img src=x onerror=ran('${mark}')>`
/** For cells of twenty characters. */
const SHORT = '"><i id=hostile>'
/** Where there is room, also what closes a script or an attribute. */
const words = (mark: string): string =>
  `${word(mark)}'><script>ran('${mark}')</script></textarea><svg/onload=ran('${mark}')> 生产线十月检修停产`

type Body = Readonly<Record<string, unknown>>

/** A person's requests; what does not go through fails the story. */
class Person {
  readonly #context: APIRequestContext
  readonly #csrf: string

  private constructor(context: APIRequestContext, csrf: string) {
    this.#context = context
    this.#csrf = csrf
  }

  static async signIn(name: string, userAgent = 'words'): Promise<Person> {
    const context = await request.newContext({ baseURL: product!, userAgent })
    const answer = await context.post('/api/session', { data: { signInName: name, password: PASSWORD } })
    const { csrfToken } = (await answer.json()) as { csrfToken: string }
    return new Person(context, csrfToken)
  }

  async get<T>(path: string): Promise<T> {
    const reply = await this.#context.get(path)
    expect([path, reply.status()]).toEqual([path, 200])
    return (await reply.json()) as T
  }

  /** @param status that is expected, for a refusal that is asked for */
  async send<T>(method: 'post' | 'put' | 'patch', path: string, data: Body, status = 200): Promise<T> {
    const headers = { 'x-csrf-token': this.#csrf, 'idempotency-key': randomUUID() }
    const reply = await this.#context[method](path, { data, headers })
    expect([path, reply.status(), reply.status() === status || (await reply.text())]).toEqual([
      path,
      status,
      true,
    ])
    return (await reply.json()) as T
  }

  async upload<T>(
    path: string,
    name: string,
    text: string,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    const file = { name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) }
    const headers = { 'x-csrf-token': this.#csrf }
    const reply = await this.#context.post(path, { headers, multipart: { ...fields, file } })
    expect([path, reply.status(), reply.ok() || (await reply.text())]).toEqual([path, 200, true])
    return (await reply.json()) as T
  }
}

type Collection = Readonly<
  Record<'formCode' | 'period' | 'regionEdition', string> & { formVersionId: number }
>
type Findings = Readonly<{
  detail: Readonly<{ findings: readonly Readonly<{ rule: string; rowKey: string }>[] }>
}>
type Written = Readonly<{
  collectionId: number
  unitId: number
  applicationId: number
  imports: readonly string[]
}>

/** A revision far from what it was: every finding is explained in hostile words. */
async function submit(person: Person, { path, good }: Reporter, baseRevision: number): Promise<void> {
  const [month, total] = [Number(good.M13), Number(good.M14)]
  const cells = { ...good, M13: String(month * 3), M14: String(total + month * 2), S03: `=${SHORT}` }
  const at = `/api/collect/my-reports${path.slice('/reports'.length)}`
  const { values, draftVersion } = await person.get<{ values: { cells: object }; draftVersion: number }>(at)
  const submission = (explanations: Body) => ({
    clientId: randomUUID(),
    baseRevision,
    draftVersion,
    values: { ...values, cells: { ...values.cells, ...cells } },
    explanations,
  })
  const refused = await person.send<Findings>('post', `${at}/submissions`, submission({}), 422)
  const keys = refused.detail.findings.map(({ rule, rowKey }) => (rowKey ? `${rule}@${rowKey}` : rule))
  await person.send(
    'post',
    `${at}/submissions`,
    submission(Object.fromEntries(keys.map(key => [key, { reason: 'OTHER', text: words('why') }]))),
  )
}

async function writeReport(reporter: Reporter, collectionId: number, unitId: number): Promise<void> {
  const [enterprise, county] = [
    await Person.signIn(reporter.name, word('device')),
    await Person.signIn('county'),
  ]
  const report = `/api/collect/collections/${collectionId}/reports/${unitId}`
  await submit(enterprise, reporter, 0)
  const asked = { revisionNo: 1, cells: ['M13'], text: words('question') }
  const { inquiryId } = await county.send<{ inquiryId: number }>('post', `${report}/inquiries`, asked)
  const mine = `/api/collect/my-reports/${collectionId}/${unitId}`
  await enterprise.send('post', `${mine}/inquiries/${inquiryId}/answers`, { text: words('answer') })
  await county.send('post', `${report}/send-back`, { revisionNo: 1, reason: words('reason') })
  await county.send('post', `${report}/remind`, { message: words('reminder') })
  const until = new Date(Date.now() + 60 * 86_400_000).toISOString()
  const city = await Person.signIn('city')
  await city.send('post', `${report}/extend`, { until, note: words('extension') })
  await submit(enterprise, reporter, 1)
  const changes = [{ cell: 'S01', value: `+${SHORT}` }]
  const correction = { clientId: randomUUID(), revisionNo: 2, changes, note: words('correction') }
  await county.send('post', `${report}/corrections`, correction)
}

async function writeUnit(unitId: number): Promise<number> {
  const [city, county] = [await Person.signIn('city'), await Person.signIn('county')]
  const read = () => city.get<{ version: number }>(`/api/register/units/${unitId}`)
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date())
  await city.send('patch', `/api/register/units/${unitId}`, {
    validFrom: today,
    note: words('note'),
    version: (await read()).version,
    changes: { name: word('unit'), attributes: { address: words('address') } },
  })
  const paper = await county.upload<{ fileId: number }>(
    '/api/register/papers',
    `${word('paper')}.pdf`,
    '%PDF-1.7 x',
  )
  const { current: month } = await county.get<{ current: string }>('/api/register/application-months')
  const { applicationId } = await county.send<{ applicationId: number }>(
    'post',
    '/api/register/applications',
    {
      kind: 'change',
      unitId,
      changes: { name: word('renamed') },
      month,
      note: words('proposal'),
      papers: [paper.fileId],
    },
  )
  return applicationId
}

/** What offices call their own things. */
async function nameThings(): Promise<void> {
  const [county, designer] = [await Person.signIn('county'), await Person.signIn('designer')]
  const [system, security] = [await Person.signIn('sysadmin'), await Person.signIn('secadmin')]
  await county.send('post', '/api/views', {
    list: 'collect.reports',
    name: word('view').slice(0, 40),
    address: '',
  })
  const names = (mark: string) => ({ 'zh-CN': word(mark), en: word(mark) })
  await designer.send('put', `/api/catalog/programmes/words-${RUN}`, {
    name: names('programme'),
    issuer: word('issuer'),
    approvalNumber: word('approval'),
    validFrom: '2024-01',
    validUntil: '2027-12',
  })
  const { items } = await county.get<{ items: readonly Collection[] }>('/api/collect/collections?phase=open')
  const { formVersionId, period, regionEdition } = items.find(one => one.formCode === 'B204-1')!
  const definition = {
    edition: regionEdition,
    periods: [period],
    rows: [{ kind: 'region', levels: ['township'] }],
    columns: [{ key: 'output', label: { 'zh-CN': word('column') }, measure: { kind: 'sum', column: 'M13' } }],
  }
  const table = { name: { 'zh-CN': word('table') }, formVersionId, definition, shared: false }
  await county.send('post', '/api/tabulate/tabulations', table)
  await security.send('post', '/api/roles', { code: `words-${RUN}`, name: names('role'), permissions: [] })
  await system.send('post', '/api/organisations', {
    parentId: null,
    name: word('office'),
    kind: 'bureau',
    regionCode: '430200000000',
  })
  const account = {
    signInName: `words.${RUN}`,
    displayName: word('person'),
    organisationId: null,
    phone: null,
  }
  await system.send('post', '/api/accounts', account)
}

async function importFiles(collectionId: number): Promise<readonly string[]> {
  const city = await Person.signIn('city')
  const cell = (mark: string) => `"${word(mark).replaceAll('"', '""')}"`
  const head = `统一社会信用代码,单位详细名称,${cell('heading')}`
  const units = await city.upload<{ importId: number }>(
    '/api/register/imports',
    `${word('units')}.csv`,
    `${head}\n${cell('code')},${cell('line')},x\n`,
  )
  const mapping = {
    unit: { by: 'creditCode', column: '单位' },
    cells: { M13: '本月' },
    missing: [],
    encoding: 'utf-8',
    separator: ',',
  }
  const returns = await city.upload<{ importId: number }>(
    `/api/collect/collections/${collectionId}/imports`,
    `${word('returns')}.csv`,
    `单位,本月,${cell('column')}\n${cell('nobody')},1,x\n`,
    { mapping: JSON.stringify(mapping) },
  )
  return [
    `/console/register/imports/${units.importId}`,
    `/console/collect/collections/${collectionId}/import/${returns.importId}`,
  ]
}

async function writeEverything(reporter: Reporter): Promise<Written> {
  const [collectionId, unitId] = reporter.path.split('/').slice(2).map(Number) as [number, number]
  await writeReport(reporter, collectionId, unitId)
  const applicationId = await writeUnit(unitId)
  await nameThings()
  return { collectionId, unitId, applicationId, imports: await importFiles(collectionId) }
}

/** A page without the second line of defence: what stood in it as code would run, and be told of. */
async function openAs(browser: Browser, base: '/' | '/console/', name: string, ran: string[]): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true, acceptDownloads: true })
  await context.exposeFunction('ran', (mark: string) => void ran.push(mark))
  const page = await context.newPage()
  page.on('dialog', dialog => {
    ran.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', error => void ran.push(`${page.url()} broke: ${error.message}`))
  await page.goto(`${base}sign-in`)
  await enterAccount(page, name)
  await page.waitForURL(url => !url.pathname.endsWith('sign-in'))
  return page
}

/** Names of files come with their quotation marks encoded. */
const plain = (text: string): string => text.replaceAll(/"|%22/g, '')

/** The page shows these words as they were written, and holds nothing that was made of them. */
async function reads(page: Page, path: string, marks: readonly string[]): Promise<void> {
  await page.goto(path)
  await shows(page, marks)
}
async function shows(page: Page, marks: readonly string[]): Promise<void> {
  const missing = async () => {
    const text = plain((await page.locator('body').textContent()) ?? '')
    return marks.filter(mark => !text.includes(plain(word(mark)).slice(0, 30)))
  }
  await expect
    .configure({ soft: true })
    .poll(missing, { message: `${page.url()} lacks` })
    .toEqual([])
  expect(await page.locator('img[src="x"], svg[onload], #hostile').count()).toBe(0)
  expect(
    await page
      .locator('script')
      .evaluateAll(all => all.filter(one => one.textContent?.includes('ran(')).length),
  ).toBe(0)
}

/** A list as it is taken away: every field is text that a spreadsheet leaves alone. */
async function takesAway(page: Page): Promise<void> {
  const download = async (item: string) => {
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出', exact: true }).click()
    await page.getByRole('menuitem', { name: item }).click()
    return readFileSync(await (await waiting).path())
  }
  const lines = parse(await download('导出 CSV'), { bom: true, relax_column_count: true }) as string[][]
  const fields = lines.flat()
  expect(fields.some(field => field.includes(`onerror=ran('unit')`))).toBe(true)
  expect(fields.filter(field => /^[=+@]|^-\D/.test(field))).toEqual([])
  const workbook = new Workbook()
  await workbook.xlsx.load(await download('导出 Excel'))
  const cells = workbook.worksheets.flatMap(sheet => sheet.getSheetValues() as unknown[]).flat()
  expect(cells.some(value => String(value).includes(`onerror=ran('unit')`))).toBe(true)
  expect(cells.filter(value => typeof value === 'object' && value !== null && 'formula' in value)).toEqual([])
}

test('words that are code should stay words on every page that shows them, and in what is taken away', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const [reporter] = await findReporters(1)
  const { collectionId, unitId, applicationId, imports } = await writeEverything(reporter!)
  const ran: string[] = []

  const county = await openAs(browser, '/console/', 'county', ran)
  const report = `/console/collect/reports/${collectionId}/${unitId}`
  await reads(county, `/console/collect/reports?search=${reporter!.name}`, [])
  await county.getByRole('button', { name: /视图/ }).click()
  await shows(county, ['view'])
  await reads(county, `${report}?side=findings`, ['why'])
  await reads(county, `${report}?side=inquiries`, ['question', 'answer'])
  await reads(county, `${report}?side=events`, ['reason', 'extension', 'correction'])
  await reads(county, `/console/register/units?search=${reporter!.name}`, ['unit'])
  await takesAway(county)
  await reads(county, `/console/register/units/${unitId}`, ['unit', 'address', 'note'])
  await reads(county, '/console/register/applications', ['unit'])
  await reads(county, `/console/register/applications/${applicationId}`, ['renamed', 'proposal', 'paper'])
  await reads(county, '/console/tabulate', ['table'])
  await county.getByRole('link', { name: word('table') }).click()
  await shows(county, ['table', 'column'])
  await reads(county, '/console/inbox', [])
  await county.context().close()

  const city = await openAs(browser, '/console/', 'city', ran)
  await reads(city, '/console/register/imports', ['units'])
  await reads(city, imports[0]!, ['units', 'heading', 'line'])
  await reads(city, imports[1]!, ['returns'])
  await city.context().close()

  for (const [name, ...pages] of [
    [
      'designer',
      ['design/programmes', ['programme']],
      [`design/programmes/words-${RUN}`, ['programme', 'issuer', 'approval']],
    ],
    ['sysadmin', [`system/accounts?search=words.${RUN}`, ['person']], ['system/organisations', ['office']]],
    ['secadmin', ['system/roles', ['role']], [`system/grants?search=words.${RUN}`, ['person']]],
    ['auditadmin', ['system/audit', []]],
  ] as const) {
    const page = await openAs(browser, '/console/', name, ran)
    for (const [path, marks] of pages) await reads(page, `/console/${path}`, marks)
    await page.context().close()
  }

  const enterprise = await openAs(browser, '/', reporter!.name, ran)
  await reads(enterprise, reporter!.path, [])
  await reads(enterprise, `${reporter!.path}/history`, ['reason'])
  await reads(enterprise, '/inbox', ['question', 'reminder'])
  await reads(enterprise, '/account', [])
  await enterprise.context().close()
  expect(ran).toEqual([])
})
