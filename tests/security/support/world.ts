/**
 * Two counties side by side, alike in everything: the one the callers stand in and the one that is none of their
 * business. Whatever is said in the other one carries a canary, which no reply to a caller may ever hold.
 */
import { randomUUID } from 'node:crypto'
import { ensureRoles, ROLES } from '#apps/server/roles.ts'
import { NATION } from '#kernel/contract/index.ts'
import { writeTransaction } from '#kernel/db/tx.ts'
import { writeGrant } from '#kernel/permission/grants.ts'
import type { RoleDefinition } from '#kernel/permission/roles.ts'
import { submission } from '#modules/stats/collect/testing/city.ts'
import { importUnits } from '#modules/stats/register/server/index.ts'
import { artificialFile } from '#tests/support/artificial-outlines.ts'
import { creditCode, HETANG, LUSONG, multipart, type Office, openOffice } from '#tests/support/office.ts'
import { addAccount } from '#tests/support/people.ts'
import type { Caller } from '#tests/support/server.ts'
import { formYaml } from './forms.ts'
import { CANARY, CANARY_AMOUNT, CANARY_TOTAL, type Ticket, ticketFor } from './send.ts'

export const NOW = new Date('2026-11-05T02:00:00Z')
export const EDITION = '2023'

export type Place = Readonly<{
  county: string
  township: string
  village: string
  /** Reported once and sent back; a draft stands over it. */
  drafted: number
  submitted: number
  accepted: number
  exited: number
  /** To leave the register, proposed with a paper and undecided. */
  application: number
  paper: number
  /** Of the report drafted again. */
  inquiry: number
  /** Of the same report's unit and form. */
  mapping: number
  /** Owed only by this county's units. */
  collection: number
  organisation: number
  /** Nobody's office. */
  vacantOrganisation: number
  /** Someone of the office, who holds one role, and can be disabled, reset and unlocked. */
  account: number
  grant: number
  /** The account of a unit. */
  reporter: number
}>

export type Forms = Readonly<{
  /** Published, draft and of the callers' subject; published and draft of another. */
  published: number
  draft: number
  foreignPublished: number
  foreignDraft: number
}>

export type World = Office &
  Readonly<{
    own: Place
    other: Place
    /** Owed by units of both counties. */
    shared: number
    forms: Forms
    /** One of each built-in role, at the callers' place: county, township or unit. */
    callers: readonly RoleCaller[]
    /** What someone of the other county has made. */
    theirs: Belongings
  }>

/** What only its maker may touch. */
export type Belongings = Readonly<{
  import: number
  returns: number
  tabulation: number
  reminder: number
  acceptance: number
  paper: number
  session: string
  view: number
}>
/** `above` holds the same role over the whole installation. */
export type RoleCaller = Readonly<{
  role: string
  permissions: readonly string[]
  ticket: Ticket
  above: Ticket
  mine: Belongings
}>

const UNITS = 4
type Words = Readonly<{ name: string; amount: string; total: string; why: string }>
const OWN_WORDS: Words = { name: '荷塘瓷厂', amount: '900', total: '1000', why: '新增两条生产线投产' }
const OTHER_WORDS: Words = {
  name: `${CANARY}瓷厂`,
  amount: CANARY_AMOUNT,
  total: CANARY_TOTAL,
  why: `${CANARY}的说明`,
}

export async function openWorld(): Promise<World> {
  const office = await openOffice(NOW, { role: 'serving' })
  await ensureRoles(office.services.database.db)
  const forms = await publishForms(office)
  const units = {
    own: await addUnits(office, 1, '430202001001', OWN_WORDS),
    other: await addUnits(office, 101, '430203001001', OTHER_WORDS),
  }
  const issue = (period: string, regions: readonly string[]) =>
    issueTo(office, forms.published, period, regions)
  const shared = await issue('2026-M10', [HETANG, LUSONG])
  const own = await furnish(office, HETANG, units.own, OWN_WORDS, shared, await issue('2026-M09', [HETANG]))
  const other = await furnish(
    office,
    LUSONG,
    units.other,
    OTHER_WORDS,
    shared,
    await issue('2026-M08', [LUSONG]),
  )
  await addRole(office, 'office-made', ['collect.progress.read'])
  await loadOutlines(office, own.township)
  const base = { ...office, own, other, shared, forms }
  const theirs = await theirsOf(base)
  const callers = []
  for (const role of ROLES) callers.push(await callerOf(base, theirs, role))
  return { ...base, theirs, callers }
}

/** Outlines of the edition: of one township of the callers' county. */
async function loadOutlines(office: Office, township: string): Promise<void> {
  const administrator = await office.person(['access.organisation.manage'], { regionCode: NATION })
  const { payload, headers } = multipart({
    name: 'outlines.geojson',
    bytes: artificialFile([{ code: township }]),
  })
  const credit = new URLSearchParams({ approvalNumber: '测S(2026)001号', source: '蜂窝' })
  const reply = await administrator('PUT', `/api/region-outlines/${EDITION}?${credit}`, payload, headers)
  if (reply.statusCode !== 200) throw new Error(reply.body)
}

async function publishForms(office: Office): Promise<Forms> {
  const own = await publishAt(office, HETANG, 'test', ['T100', 'industry'])
  const other = await publishAt(office, LUSONG, 'test2', ['T200', 'trade'])
  return {
    published: own.published,
    foreignPublished: other.published,
    draft: own.draft,
    foreignDraft: other.draft,
  }
}

/** A county's own programme with a form in force and a draft of its next version. */
async function publishAt(
  office: Office,
  regionCode: string,
  programme: string,
  [code, subject]: readonly [string, string],
) {
  const designer = await office.person(['catalog.form.design', 'catalog.form.publish'], { regionCode })
  const bring = async (title?: string) => {
    const source = formYaml(code, subject, title)
    const reply = await designer('POST', '/api/catalog/forms', { source, programme })
    return made<{ versionId: number }>(reply).versionId
  }
  made(
    await designer('PUT', `/api/catalog/programmes/${programme}`, {
      name: { 'zh-CN': '测试制度' },
      issuer: '国家统计局',
      approvalNumber: '国统制〔2026〕1号',
      validFrom: '2024-01',
      validUntil: '2027-12',
    }),
  )
  const published = await bring()
  made(await designer('POST', `/api/catalog/versions/${published}/publish`))
  return { published, draft: await bring('草稿') }
}

const addUnits = (office: Office, from: number, regionCode: string, words: Words) =>
  office.system(context =>
    importUnits(
      context,
      Array.from({ length: UNITS }, (_, index) => ({
        creditCode: creditCode(from + index, regionCode.slice(0, 6)),
        kind: 'legal' as const,
        name: `${words.name}${index + 1}`,
        regionCode,
        industryCode: '3071',
        registerType: '112',
        sizeClass: 'small' as const,
        aboveThreshold: true,
        attributes: { address: words.name, revenue: words.amount },
        validFrom: '2024-01-01',
      })),
    ),
  )

async function issueTo(office: Office, formVersionId: number, period: string, regions: readonly string[]) {
  const manager = await office.person(['collect.collection.manage'], { regionCode: '430200000000' })
  const reply = await manager('POST', '/api/collect/collections', {
    formVersionId,
    period,
    regionEdition: EDITION,
    criterion: { aboveThreshold: true, regions },
    opensAt: '2026-11-01T00:00:00+08:00',
    closesAt: '2026-11-12T18:00:00+08:00',
    countyAcceptsBy: '2026-11-15T18:00:00+08:00',
    cityAcceptsBy: '2026-11-18T18:00:00+08:00',
  })
  return made<{ collectionId: number }>(reply).collectionId
}

const OFFICE = [
  'collect.report.read',
  'collect.report.review',
  'register.unit.read',
  'register.unit.edit',
  'register.application.propose',
] as const

/** Everything a county has, made through the routes by people of the county. */
async function furnish(
  office: Office,
  county: string,
  units: readonly number[],
  words: Words,
  shared: number,
  collection: number,
): Promise<Place> {
  const [drafted, submitted, accepted, exited] = units as [number, number, number, number]
  const staff = await office.person(OFFICE, { regionCode: county })
  const report = (unitId: number, act: string) =>
    `/api/collect/collections/${shared}/reports/${unitId}/${act}`
  for (const unitId of [drafted, submitted, accepted]) await submitAs(office, shared, unitId, words)
  const { inquiryId } = made<{ inquiryId: number }>(
    await staff(
      'POST',
      report(drafted, 'inquiries'),
      { revisionNo: 1, cells: ['M1'], text: words.why },
      { 'idempotency-key': randomUUID() },
    ),
  )
  made(await staff('POST', report(drafted, 'send-back'), { revisionNo: 1, reason: words.why }))
  made(await staff('POST', report(accepted, 'accept'), { revisionNo: 1 }))
  await draftAs(office, shared, drafted, words)
  made(
    await staff('POST', `/api/register/units/${exited}/exit`, {
      exitedOn: '2026-11-01',
      reason: 2,
      note: words.why,
      version: 1,
    }),
  )
  return {
    county,
    township: `${county.slice(0, 6)}001000`,
    village: `${county.slice(0, 6)}001001`,
    drafted,
    submitted,
    accepted,
    exited,
    collection,
    inquiry: inquiryId,
    mapping: await mappingAs(office, shared, drafted, words),
    ...(await applyToLeave(staff, accepted, words)),
    ...(await staffOf(office, county, words)),
    reporter: await addReporter(office, drafted, words),
  }
}

async function applyToLeave(staff: Caller, unitId: number, words: Words) {
  const scan = multipart({ name: `${words.name}.pdf`, bytes: Buffer.from(`%PDF-1.7 ${words.name}`) })
  const paper = made<{ fileId: number }>(
    await staff('POST', '/api/register/papers', scan.payload, scan.headers),
  ).fileId
  const proposal = { kind: 'exit', unitId, reason: 2, month: '2026-M11', note: words.why, papers: [paper] }
  const reply = await staff('POST', '/api/register/applications', proposal, {
    'idempotency-key': randomUUID(),
  })
  return { paper, application: made<{ applicationId: number }>(reply).applicationId }
}

async function addReporter(office: Office, unitId: number, words: Words): Promise<number> {
  const { id } = await addAccount(office, { unitId, grants: [{ role: 'reporter', unitId }] })
  await nameAccount(office, id, words)
  return id
}

const reporterOf = async (office: Office, unitId: number, words: Words): Promise<Caller> =>
  office.as(await addReporter(office, unitId, words))

const nameAccount = (office: Office, id: number, { name }: Words) =>
  office.services.database.db
    .updateTable('identity.account')
    .set({ display_name: name })
    .where('id', '=', id)
    .execute()

const valuesOf = (words: Words) => ({ cells: { M1: words.amount, M2: words.total, M3: '100' } })

async function submitAs(office: Office, collectionId: number, unitId: number, words: Words): Promise<void> {
  const reporter = await reporterOf(office, unitId, words)
  const body = submission(valuesOf(words), { explanations: { E2: words.why } })
  made(await reporter('POST', `/api/collect/my-reports/${collectionId}/${unitId}/submissions`, body))
}

async function draftAs(office: Office, collectionId: number, unitId: number, words: Words): Promise<void> {
  const reporter = await reporterOf(office, unitId, words)
  const body = { version: 0, baseRevision: 1, values: valuesOf(words), explanations: { E2: words.why } }
  made(await reporter('PUT', `/api/collect/my-reports/${collectionId}/${unitId}/draft`, body))
}

export const PLACES = { sheets: {}, units: {}, cells: {}, rows: {} }

async function mappingAs(
  office: Office,
  collectionId: number,
  unitId: number,
  words: Words,
): Promise<number> {
  const reporter = await reporterOf(office, unitId, words)
  const url = `/api/collect/my-reports/${collectionId}/${unitId}/workbook-mappings`
  const body = { name: `${words.name}台账`.slice(0, 60), mapping: PLACES }
  const kept = await reporter('POST', url, body, { 'idempotency-key': randomUUID() })
  return made<{ mappingId: number }>(kept).mappingId
}

async function staffOf(office: Office, county: string, words: Words) {
  const { db } = office.services.database
  const [organisation, vacant] = await db
    .insertInto('org.organisation')
    .values([
      { name: `${words.name}统计局`, kind: 'bureau', region_code: county },
      { name: `${words.name}统计站`, kind: 'bureau', region_code: county },
    ])
    .returning('id')
    .execute()
  const organisationId = organisation?.id ?? 0
  const { id: account } = await addAccount(office, { organisationId })
  await nameAccount(office, account, words)
  const grant = await writeTransaction(db, tx =>
    writeGrant(
      tx,
      { accountId: account, role: 'leader', regionCode: county, unitId: null, subjects: null },
      null,
    ),
  )
  return { organisation: organisationId, vacantOrganisation: vacant?.id ?? 0, account, grant }
}

/** The callers' subject: what another office of the same county does is none of theirs either. */
const SUBJECTS = ['industry']

type Base = Omit<World, 'callers' | 'theirs'>

async function callerOf(
  world: Base,
  theirs: Belongings,
  { code: role, permissions }: RoleDefinition,
): Promise<RoleCaller> {
  const unitId = world.own.drafted
  const administrator = role.endsWith('-administrator')
  const regionCode = role === 'township-statistician' ? world.own.township : world.own.county
  const { id: accountId } = await addAccount(world, {
    name: `caller-${role}`,
    ...(role === 'reporter' && { unitId }),
    grants: [
      role === 'reporter'
        ? { role, unitId }
        : { role, regionCode, ...(!administrator && { subjects: SUBJECTS }) },
    ],
  })
  const send = await world.as(accountId)
  const mine = await belongings(world, send, accountId, world.own.county, theirs)
  const above = await addAccount(world, {
    ...(role === 'reporter' && { unitId }),
    grants: [role === 'reporter' ? { role, unitId } : { role, regionCode: NATION }],
  })
  return {
    role,
    permissions,
    ticket: await ticketFor(world, accountId),
    above: await ticketFor(world, above.id),
    mine,
  }
}

async function theirsOf(world: Base): Promise<Belongings> {
  const code = 'their-own'
  const permissions = [
    'register.unit.import',
    'tabulate.table.design',
    'collect.report.review',
    'collect.collection.manage',
    'register.application.propose',
  ]
  await addRole(world, code, permissions)
  const { id } = await addAccount(world, { grants: [{ role: code, regionCode: world.other.county }] })
  const none = {
    import: 0,
    returns: 0,
    tabulation: 0,
    reminder: 0,
    acceptance: 0,
    paper: 0,
    session: randomUUID(),
    view: 0,
  }
  return belongings(world, await world.as(id), id, world.other.county, none)
}

const addRole = (office: Office, code: string, permissions: string[]) =>
  office.services.database.db
    .insertInto('permission.role')
    .values({ code, name: JSON.stringify({ 'zh-CN': code, en: code }), permissions })
    .execute()

/** What the account's permissions let it make; where they do not, another's stands in. */
async function belongings(
  world: Base,
  send: Caller,
  accountId: number,
  county: string,
  otherwise: Belongings,
): Promise<Belongings> {
  const upload = multipart({ name: 'units.csv', bytes: Buffer.from(unitFile(county)) })
  const { collection } = county === world.own.county ? world.own : world.other
  const returns = multipart(returnsFile(1), { mapping: RETURNS_MAPPING })
  const shared = `/api/collect/collections/${world.shared}`
  const once = () => ({ 'idempotency-key': randomUUID() })
  const scan = multipart({ name: 'paper.pdf', bytes: Buffer.from('%PDF-1.7 lease') })
  const replies = {
    returns: await send(
      'POST',
      `/api/collect/collections/${collection}/imports`,
      returns.payload,
      returns.headers,
    ),
    import: await send('POST', '/api/register/imports', upload.payload, upload.headers),
    tabulation: await send('POST', '/api/tabulate/tabulations', tabulationDraft(world, accountId), once()),
    view: await send('POST', '/api/views', {
      list: 'register.units',
      name: '醴陵大型',
      address: 'size=large',
    }),
    paper: await send('POST', '/api/register/papers', scan.payload, scan.headers),
    reminder: await send('POST', `${shared}/reminders`, { filter: {} }, once()),
    // Nothing is owed under that name, and so nothing accepted that others ask about.
    acceptance: await send('POST', `${shared}/acceptances`, { filter: { search: '无此单位' } }, once()),
  }
  const idOf = (reply: Awaited<ReturnType<Caller>>, name: string, instead: number): number =>
    reply.statusCode === 403 ? instead : (made<Record<string, number>>(reply)[name] as number)
  const { id: session } = await world.services.database.db
    .selectFrom('identity.session')
    .select('id')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return {
    import: idOf(replies.import, 'importId', otherwise.import),
    returns: idOf(replies.returns, 'importId', otherwise.returns),
    tabulation: idOf(replies.tabulation, 'id', otherwise.tabulation),
    reminder: idOf(replies.reminder, 'reminderId', otherwise.reminder),
    acceptance: idOf(replies.acceptance, 'acceptanceId', otherwise.acceptance),
    paper: idOf(replies.paper, 'fileId', otherwise.paper),
    session,
    view: idOf(replies.view, 'id', otherwise.view),
  }
}

export const unitFile = (county: string): string =>
  `统一社会信用代码,单位详细名称,单位类型,统计用区划代码\n${creditCode(501, county.slice(0, 6))},新厂,法人单位,${county.slice(0, 6)}001001\n`

export const RETURNS_MAPPING = JSON.stringify({
  unit: { by: 'unitId', column: 'unit' },
  cells: { m1: 'M1' },
})
export const returnsFile = (unitId: number) => ({
  name: 'returns.csv',
  bytes: Buffer.from(`unit,m1\n${unitId},5\n`),
})

export const tabulationDraft = (world: Pick<World, 'forms'>, n: number) => ({
  name: { 'zh-CN': `产值汇总${n}` },
  formVersionId: world.forms.published,
  definition: definition(),
  shared: false,
})

export const definition = () => ({
  edition: EDITION,
  periods: ['2026-M10'],
  rows: [{ kind: 'region', levels: ['county', 'township'] }],
  columns: [{ key: 'output', label: { 'zh-CN': '产值' }, measure: { kind: 'sum', column: 'M1' } }],
})

export function made<T>(reply: Awaited<ReturnType<Caller>>): T {
  if (reply.statusCode !== 200) throw new Error(`${reply.statusCode} ${reply.body}`)
  return reply.json() as T
}
