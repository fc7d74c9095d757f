/** Signing in, out, and what a person may know about being signed in. */
import { Type } from 'typebox'
import { Done, defineRoute, Id, Instant, LocalText, Nullable } from '#kernel/contract/index.ts'
import { identityProblems } from '#kernel/identity/problems.ts'

export const Locale = Type.Union([Type.Literal('zh-CN'), Type.Literal('en')])
export const AccountKind = Type.Union([
  Type.Literal('staff'),
  Type.Literal('enterprise'),
  Type.Literal('system'),
])

/** A role held at a node: where, and for which subjects (专业); null means all. */
export const HeldGrant = Type.Object({
  role: Type.String(),
  roleName: LocalText,
  regionCode: Nullable(Type.String()),
  regionName: Nullable(Type.String()),
  unitId: Nullable(Id),
  subjects: Nullable(Type.Array(Type.String())),
})

export const SignedIn = Type.Object({
  signedIn: Type.Literal(true),
  csrfToken: Type.String(),
  accountId: Id,
  signInName: Type.String(),
  displayName: Type.String(),
  kind: AccountKind,
  unitId: Nullable(Id),
  unitName: Nullable(Type.String()),
  organisationId: Nullable(Id),
  organisationName: Nullable(Type.String()),
  locale: Locale,
  permissions: Type.Array(Type.String()),
  grants: Type.Array(HeldGrant),
  ready: Type.Boolean(),
  mustChangePassword: Type.Boolean(),
  secondFactorPending: Type.Boolean(),
  mustEnrolSecondFactor: Type.Boolean(),
  secondFactorEnrolled: Type.Boolean(),
  unread: Type.Integer({ minimum: 0 }),
  demonstration: Type.Boolean(),
  helpContact: Type.String(),
})

export const SignedOut = Type.Object({
  signedIn: Type.Literal(false),
  demonstration: Type.Boolean(),
  /** Offered by the sign-in page of a demonstration; empty everywhere else. */
  demonstrationAccounts: Type.Array(
    Type.Object({ signInName: Type.String(), password: Type.String(), title: LocalText }),
  ),
  helpContact: Type.String(),
})

export const SessionView = Type.Union([SignedIn, SignedOut])

const Password = Type.String({ minLength: 1, maxLength: 200 })
const Code = Type.String({ pattern: '^[0-9]{6}$' })

export const readSession = defineRoute({
  id: 'access.readSession',
  method: 'GET',
  path: '/api/session',
  summary: { 'zh-CN': '当前登录状态', en: 'Who is signed in' },
  permission: 'public',
  reply: SessionView,
})

export const signIn = defineRoute({
  id: 'access.signIn',
  method: 'POST',
  path: '/api/session',
  summary: { 'zh-CN': '登录', en: 'Sign in' },
  permission: 'public',
  body: Type.Object(
    { signInName: Type.String({ minLength: 1, maxLength: 64 }), password: Password },
    { additionalProperties: false },
  ),
  reply: SessionView,
  problems: [identityProblems.refused, identityProblems.tooManyFailures],
  bodyLimit: 4_096,
})

export const signOut = defineRoute({
  id: 'access.signOut',
  method: 'DELETE',
  path: '/api/session',
  summary: { 'zh-CN': '退出登录', en: 'Sign out' },
  permission: 'signed-in',
  reply: SessionView,
  beforeReady: true,
})

export const passSecondFactor = defineRoute({
  id: 'access.passSecondFactor',
  method: 'POST',
  path: '/api/session/second-factor',
  summary: { 'zh-CN': '验证动态口令', en: 'Show the second factor' },
  permission: 'signed-in',
  body: Type.Object({ code: Code }, { additionalProperties: false }),
  reply: SessionView,
  problems: [identityProblems.codeWrong, identityProblems.enrolmentMissing],
  beforeReady: true,
})

export const changePassword = defineRoute({
  id: 'access.changePassword',
  method: 'PUT',
  path: '/api/account/password',
  summary: { 'zh-CN': '修改密码', en: 'Change the password' },
  permission: 'signed-in',
  body: Type.Object({ current: Password, next: Password }, { additionalProperties: false }),
  reply: SessionView,
  problems: [
    identityProblems.wrongPassword,
    identityProblems.passwordWeak,
    identityProblems.passwordReused,
    identityProblems.secondFactorFirst,
  ],
  beforeReady: true,
  bodyLimit: 4_096,
})

export const beginSecondFactor = defineRoute({
  id: 'access.beginSecondFactor',
  method: 'POST',
  path: '/api/account/second-factor',
  summary: { 'zh-CN': '申请动态口令密钥', en: 'Ask for a second-factor secret' },
  permission: 'signed-in',
  reply: Type.Object({ secret: Type.String(), uri: Type.String() }),
  problems: [identityProblems.secondFactorExists, identityProblems.passwordFirst],
  beforeReady: true,
})

export const confirmSecondFactor = defineRoute({
  id: 'access.confirmSecondFactor',
  method: 'POST',
  path: '/api/account/second-factor/confirmation',
  summary: { 'zh-CN': '确认绑定动态口令', en: 'Confirm the second factor with its first code' },
  permission: 'signed-in',
  body: Type.Object({ code: Code }, { additionalProperties: false }),
  reply: SessionView,
  problems: [
    identityProblems.codeWrong,
    identityProblems.enrolmentMissing,
    identityProblems.secondFactorExists,
    identityProblems.passwordFirst,
  ],
  beforeReady: true,
})

export const setLocale = defineRoute({
  id: 'access.setLocale',
  method: 'PUT',
  path: '/api/account/locale',
  summary: { 'zh-CN': '选择语言', en: 'Choose the language' },
  permission: 'signed-in',
  unaudited: true,
  body: Type.Object({ locale: Locale }, { additionalProperties: false }),
  reply: Done,
})

export const listMySessions = defineRoute({
  id: 'access.listMySessions',
  method: 'GET',
  path: '/api/account/sessions',
  summary: { 'zh-CN': '我的登录', en: 'Where I am signed in' },
  permission: 'signed-in',
  reply: Type.Array(
    Type.Object({
      id: Type.String(),
      createdAt: Instant,
      seenAt: Instant,
      address: Nullable(Type.String()),
      agent: Nullable(Type.String()),
      current: Type.Boolean(),
    }),
  ),
})

export const endMySession = defineRoute({
  id: 'access.endMySession',
  method: 'DELETE',
  path: '/api/account/sessions/:id',
  summary: { 'zh-CN': '结束一处登录', en: 'End one sign-in' },
  permission: 'signed-in',
  params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
  reply: Done,
})

export const signOutEverywhere = defineRoute({
  id: 'access.signOutEverywhere',
  method: 'DELETE',
  path: '/api/account/sessions',
  summary: { 'zh-CN': '在所有设备退出登录', en: 'Sign out everywhere' },
  permission: 'signed-in',
  reply: SessionView,
})
