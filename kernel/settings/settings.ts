/**
 * Settings: declared in code with a schema and a default, changed by the system administrator, every change audited.
 * A value that no longer fits its schema counts as absent, so a bad row never stops the server.
 */
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { WriteContext } from '../context.ts'
import type { BilingualText } from '../contract/index.ts'
import { Problem } from '../contract/index.ts'
import type { ReadTx } from '../db/tx.ts'
import { settingInvalid } from './problems.ts'

export type Setting<S extends TSchema = TSchema> = Readonly<{
  key: string
  schema: S
  default: Static<S>
  text: BilingualText
  /** What the change means, for the person who makes it. */
  help: BilingualText
}>

export const declareSetting = <S extends TSchema>(setting: Setting<S>): Setting<S> => Object.freeze(setting)

const load = async (tx: Pick<ReadTx, 'selectFrom'>): Promise<ReadonlyMap<string, unknown>> => {
  const rows = await tx.selectFrom('settings.setting').select(['key', 'value']).execute()
  return new Map(rows.map(row => [row.key, row.value]))
}

const valueIn = <S extends TSchema>(values: ReadonlyMap<string, unknown>, setting: Setting<S>): Static<S> => {
  const stored = values.get(setting.key)
  return stored !== undefined && Value.Check(setting.schema, stored) ? (stored as Static<S>) : setting.default
}

/** The value as this transaction sees it. */
export const readSetting = async <S extends TSchema>(tx: ReadTx, setting: Setting<S>): Promise<Static<S>> =>
  valueIn(await load(tx), setting)

/** Several values at the cost of one query. */
export async function readSettingValues(
  tx: ReadTx,
): Promise<<S extends TSchema>(setting: Setting<S>) => Static<S>> {
  const values = await load(tx)
  return setting => valueIn(values, setting)
}

export type SettingState = Readonly<{
  key: string
  value: unknown
  changedBy: number | null
  changedAt: Date | null
}>

export async function readSettings(
  tx: ReadTx,
  settings: readonly Setting[],
): Promise<readonly SettingState[]> {
  const rows = await tx.selectFrom('settings.setting').selectAll().execute()
  const byKey = new Map(rows.map(row => [row.key, row]))
  const values = new Map(rows.map(row => [row.key, row.value as unknown]))
  return settings.map(setting => ({
    key: setting.key,
    value: valueIn(values, setting),
    changedBy: byKey.get(setting.key)?.changed_by ?? null,
    changedAt: byKey.get(setting.key)?.changed_at ?? null,
  }))
}

/** Writes one value and its audit row; refuses what does not fit with SETTING_INVALID. */
export async function writeSetting<S extends TSchema>(
  ctx: WriteContext,
  setting: Setting<S>,
  value: unknown,
): Promise<void> {
  if (!Value.Check(setting.schema, value)) throw new Problem(settingInvalid, { key: setting.key })
  const before = await readSetting(ctx.tx, setting)
  const row = {
    value: JSON.stringify(value),
    changed_by: ctx.actor.accountId || null,
    changed_at: ctx.now,
  }
  await ctx.tx
    .insertInto('settings.setting')
    .values({ key: setting.key, ...row })
    .onConflict(conflict => conflict.column('key').doUpdateSet(row))
    .execute()
  ctx.audit({
    action: 'settings.setting.change',
    subject: { kind: 'setting', id: setting.key },
    detail: { before, after: value },
  })
}

/** Accounts that the sign-in page of a demonstration offers; written by whoever seeds it, never by hand. */
export const demonstrationAccounts = declareSetting({
  key: 'demonstration.accounts',
  schema: Type.Array(
    Type.Object({
      signInName: Type.String(),
      password: Type.String(),
      title: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
    }),
    { maxItems: 30 },
  ),
  default: [],
  text: { 'zh-CN': '演示账户', en: 'Demonstration accounts' },
  help: { 'zh-CN': '仅演示系统使用', en: 'Used by a demonstration only' },
})

const days = (
  key: string,
  [minimum, standard]: readonly [minimum: number, standard: number],
  text: BilingualText,
  help: BilingualText,
) =>
  declareSetting({
    key,
    schema: Type.Integer({ minimum, maximum: 3_650 }),
    default: standard,
    text,
    help: {
      'zh-CN': `${help['zh-CN']}（${minimum} 至 3650 天）`,
      en: `${help.en} (${minimum} to 3,650 days)`,
    },
  })

/** How long the nightly clean-up leaves what only has to last for a while. */
const retention = {
  replyDays: days(
    'retention.replyDays',
    [1, 7],
    { 'zh-CN': '重复请求识别期', en: 'Repeated requests' },
    {
      'zh-CN': '同一请求在这些天内重发，只生效一次并得到原来的答复',
      en: 'A request sent again within so many days takes effect once and gets the first reply',
    },
  ),
  sessionDays: days(
    'retention.sessionDays',
    [180, 180],
    { 'zh-CN': '登录会话保留期', en: 'Sessions' },
    {
      'zh-CN': '已结束的登录会话（时间、网络地址、设备）保留的天数；审计日志不受影响',
      en: 'Days that ended sessions (time, address, device) are kept; the audit log is not affected',
    },
  ),
  messageDays: days(
    'retention.messageDays',
    [90, 730],
    { 'zh-CN': '已读消息保留期', en: 'Messages that were read' },
    {
      'zh-CN': '已读消息保留的天数；未读消息不删除',
      en: 'Days they are kept; unread ones are never removed',
    },
  ),
  failedJobDays: days(
    'retention.failedJobDays',
    [7, 90],
    { 'zh-CN': '失败任务保留期', en: 'Failed jobs' },
    {
      'zh-CN': '后台任务最终失败后保留的天数',
      en: 'Days that background jobs which failed for good are kept',
    },
  ),
}

export const kernelSettings = Object.freeze({
  demonstration: declareSetting({
    key: 'demonstration',
    schema: Type.Boolean(),
    default: false,
    text: { 'zh-CN': '演示系统', en: 'Demonstration' },
    help: {
      'zh-CN': '每一页标明数据为生成数据，登录页列出演示账户',
      en: 'Every page says that the data is generated; the sign-in page lists the demonstration accounts',
    },
  }),
  secondFactorRequired: declareSetting({
    key: 'identity.secondFactorRequired',
    schema: Type.Boolean(),
    default: true,
    text: { 'zh-CN': '统计人员必须使用动态口令', en: 'Staff must use a second factor' },
    help: {
      'zh-CN': '开启后，未绑定动态口令的统计人员登录后须先绑定',
      en: 'When on, staff without a second factor must set one up before anything else',
    },
  }),
  notifyChannels: declareSetting({
    key: 'notify.channels',
    schema: Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]{0,30}$' }), {
      maxItems: 8,
      uniqueItems: true,
    }),
    default: [],
    text: { 'zh-CN': '消息通道', en: 'Message channels' },
    help: {
      'zh-CN': '除站内消息外还通过哪些已安装的通道发送，例如 sms',
      en: 'Installed channels that carry messages besides the inbox, such as sms',
    },
  }),
  helpContact: declareSetting({
    key: 'site.helpContact',
    schema: Type.String({ maxLength: 200 }),
    default: '',
    text: { 'zh-CN': '技术支持联系方式', en: 'Whom to ask for help' },
    help: {
      'zh-CN': '显示在登录页，例如“市统计局计算站 0731-0000000”',
      en: 'Shown on the sign-in page, such as an office and its telephone number',
    },
  }),
  ...retention,
})
