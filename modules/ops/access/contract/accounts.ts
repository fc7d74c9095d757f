/** The system administrator's work: accounts and settings. */
import { Type } from 'typebox'
import {
  Done,
  defineRoute,
  Id,
  Instant,
  ListQuery,
  LocalText,
  Nullable,
  PageOf,
  sortBy,
} from '#kernel/contract/index.ts'
import { identityProblems } from '#kernel/identity/problems.ts'
import { settingInvalid } from '#kernel/settings/problems.ts'
import { accessPermissions } from './permissions.ts'

const READ = accessPermissions.accountRead.code
const MANAGE = accessPermissions.accountManage.code
const OneId = Type.Object({ id: Id })

export const AccountView = Type.Object({
  id: Id,
  signInName: Type.String(),
  displayName: Type.String(),
  kind: Type.Union([Type.Literal('staff'), Type.Literal('enterprise')]),
  organisationId: Nullable(Id),
  organisationName: Nullable(Type.String()),
  unitId: Nullable(Id),
  unitName: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  disabled: Type.Boolean(),
  lockedUntil: Nullable(Instant),
  mustChangePassword: Type.Boolean(),
  secondFactor: Type.Boolean(),
  createdAt: Instant,
  lastSeenAt: Nullable(Instant),
})

/** What the lists of accounts can be sorted by. */
export const accountSorts = ['signInName', 'displayName', 'kind', 'place'] as const

export const listAccounts = defineRoute({
  id: 'access.listAccounts',
  method: 'GET',
  path: '/api/accounts',
  summary: { 'zh-CN': '账户列表', en: 'Accounts' },
  permission: READ,
  identified: true,
  query: Type.Object({
    ...ListQuery,
    ...sortBy(accountSorts),
    kind: Type.Optional(Type.Union([Type.Literal('staff'), Type.Literal('enterprise')])),
    state: Type.Optional(
      Type.Union([Type.Literal('active'), Type.Literal('disabled'), Type.Literal('locked')]),
    ),
  }),
  reply: PageOf(AccountView),
})

const SignInName = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$' })
const DisplayName = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })
const Phone = Nullable(Type.String({ pattern: '^[0-9+() -]{5,20}$' }))

/** A password told once; it is kept nowhere in this form. */
export const FirstPassword = Type.Object({ id: Id, signInName: Type.String(), password: Type.String() })

export const createAccount = defineRoute({
  id: 'access.createAccount',
  method: 'POST',
  path: '/api/accounts',
  summary: { 'zh-CN': '新增工作人员账户', en: 'Add an account for staff' },
  permission: MANAGE,
  body: Type.Object(
    { signInName: SignInName, displayName: DisplayName, organisationId: Nullable(Id), phone: Phone },
    { additionalProperties: false },
  ),
  reply: FirstPassword,
  problems: [identityProblems.nameTaken, identityProblems.organisationUnknown],
})

export const createColleague = defineRoute({
  id: 'access.createColleague',
  method: 'POST',
  path: '/api/accounts/:id/colleagues',
  summary: {
    'zh-CN': '为企业账户所在单位增开账户（报表员）',
    en: 'Add another account (a reporter) for the unit of an enterprise account',
  },
  permission: MANAGE,
  params: OneId,
  body: Type.Object(
    { signInName: SignInName, displayName: DisplayName, phone: Phone },
    { additionalProperties: false },
  ),
  reply: FirstPassword,
  problems: [identityProblems.nameTaken],
})

export const createEnterpriseAccounts = defineRoute({
  id: 'access.createEnterpriseAccounts',
  method: 'POST',
  path: '/api/accounts/enterprises',
  summary: {
    'zh-CN': '为名录单位批量开通账户（用户名为统一社会信用代码）',
    en: 'Create accounts for units of the register (the credit code becomes the user name)',
  },
  permission: MANAGE,
  body: Type.Object(
    { unitIds: Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true }) },
    { additionalProperties: false },
  ),
  reply: Type.Object({
    created: Type.Array(FirstPassword),
    skipped: Type.Array(
      Type.Object({
        unitId: Id,
        reason: Type.Union([Type.Literal('unknown'), Type.Literal('noCode'), Type.Literal('exists')]),
      }),
    ),
  }),
})

export const listUnitsWithoutAccount = defineRoute({
  id: 'access.listUnitsWithoutAccount',
  method: 'GET',
  path: '/api/accounts/enterprises/candidates',
  summary: { 'zh-CN': '尚无账户的单位', en: 'Units that have no account yet' },
  permission: MANAGE,
  identified: true,
  query: Type.Object(ListQuery),
  reply: PageOf(
    Type.Object({ unitId: Id, name: Type.String(), creditCode: Type.String(), regionCode: Type.String() }),
  ),
})

const act = <S extends string>(id: string, path: S, zhCN: string, en: string) =>
  ({
    id: `access.${id}`,
    method: 'POST',
    path,
    summary: { 'zh-CN': zhCN, en },
    permission: MANAGE,
    params: OneId,
    problems: [identityProblems.ownAccount],
  }) as const

export const disableAccount = defineRoute({
  ...act('disableAccount', '/api/accounts/:id/disable', '停用账户', 'Disable an account'),
  reply: Done,
})
export const enableAccount = defineRoute({
  ...act('enableAccount', '/api/accounts/:id/enable', '启用账户', 'Enable an account'),
  reply: Done,
})
export const unlockAccount = defineRoute({
  ...act('unlockAccount', '/api/accounts/:id/unlock', '解除锁定', 'Unlock an account'),
  reply: Done,
})
export const resetPassword = defineRoute({
  ...act('resetPassword', '/api/accounts/:id/password-reset', '重置密码', 'Reset a password'),
  reply: FirstPassword,
})
export const resetSecondFactor = defineRoute({
  ...act(
    'resetSecondFactor',
    '/api/accounts/:id/second-factor-reset',
    '重置动态口令',
    'Reset a second factor',
  ),
  reply: Done,
})

export const SettingView = Type.Object({
  key: Type.String(),
  text: LocalText,
  help: LocalText,
  kind: Type.Union([
    Type.Literal('boolean'),
    Type.Literal('number'),
    Type.Literal('text'),
    Type.Literal('list'),
  ]),
  value: Type.Union([Type.Boolean(), Type.Integer(), Type.String(), Type.Array(Type.String())]),
  changedAt: Nullable(Instant),
})

export const listSettings = defineRoute({
  id: 'access.listSettings',
  method: 'GET',
  path: '/api/settings',
  summary: { 'zh-CN': '系统设置', en: 'Settings' },
  permission: accessPermissions.settingManage.code,
  reply: Type.Array(SettingView),
})

export const changeSetting = defineRoute({
  id: 'access.changeSetting',
  method: 'PUT',
  path: '/api/settings/:key',
  summary: { 'zh-CN': '更改设置', en: 'Change a setting' },
  permission: accessPermissions.settingManage.code,
  params: Type.Object({ key: Type.String({ pattern: '^[a-z][A-Za-z.]{1,60}$' }) }),
  body: Type.Object(
    {
      value: Type.Union([
        Type.Boolean(),
        Type.Integer(),
        Type.String({ maxLength: 2_000 }),
        Type.Array(Type.String(), { maxItems: 50 }),
      ]),
    },
    { additionalProperties: false },
  ),
  reply: Done,
  problems: [settingInvalid],
})
