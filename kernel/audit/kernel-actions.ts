/** What the kernel itself writes to the audit trail. */
import { defineActions } from '#kernel/contract/index.ts'

export const kernelActions = defineActions({
  'identity.session.signIn': { 'zh-CN': '登录', en: 'Sign in' },
  'identity.session.refuse': { 'zh-CN': '登录被拒绝', en: 'Refuse a sign-in' },
  'identity.session.signOut': { 'zh-CN': '退出登录', en: 'Sign out' },
  'identity.session.signOutEverywhere': { 'zh-CN': '在所有设备退出登录', en: 'Sign out everywhere' },
  'identity.session.end': { 'zh-CN': '结束一个登录', en: 'End a session' },
  'identity.account.list': { 'zh-CN': '查看账户列表', en: 'Look at the accounts' },
  'identity.account.create': { 'zh-CN': '建立账户', en: 'Create an account' },
  'identity.account.disable': { 'zh-CN': '停用账户', en: 'Disable an account' },
  'identity.account.enable': { 'zh-CN': '启用账户', en: 'Enable an account' },
  'identity.account.lock': { 'zh-CN': '账户锁定', en: 'Lock an account' },
  'identity.account.unlock': { 'zh-CN': '解除账户锁定', en: 'Unlock an account' },
  'identity.password.change': { 'zh-CN': '修改密码', en: 'Change the password' },
  'identity.password.refuse': { 'zh-CN': '原密码不符', en: 'Refuse the present password' },
  'identity.password.reset': { 'zh-CN': '重置密码', en: 'Reset a password' },
  'identity.secondFactor.begin': { 'zh-CN': '开始绑定动态口令', en: 'Begin to enrol a second factor' },
  'identity.secondFactor.confirm': { 'zh-CN': '绑定动态口令', en: 'Enrol a second factor' },
  'identity.secondFactor.pass': { 'zh-CN': '动态口令验证通过', en: 'Show a second factor' },
  'identity.secondFactor.refuse': { 'zh-CN': '动态口令不符', en: 'Refuse a code of the second factor' },
  'identity.secondFactor.reset': { 'zh-CN': '重置动态口令', en: 'Reset a second factor' },
  'org.organisation.create': { 'zh-CN': '建立机构', en: 'Create an organisation' },
  'org.organisation.change': { 'zh-CN': '修改机构', en: 'Change an organisation' },
  'org.organisation.remove': { 'zh-CN': '删除机构', en: 'Remove an organisation' },
  'org.outline.load': { 'zh-CN': '载入地图边界', en: 'Load map outlines' },
  'org.outline.remove': { 'zh-CN': '删除地图边界', en: 'Remove map outlines' },
  'permission.grant.give': { 'zh-CN': '授权', en: 'Give a grant' },
  'permission.grant.revoke': { 'zh-CN': '收回授权', en: 'Revoke a grant' },
  'permission.role.create': { 'zh-CN': '建立角色', en: 'Create a role' },
  'permission.role.change': { 'zh-CN': '修改角色', en: 'Change a role' },
  'permission.role.remove': { 'zh-CN': '删除角色', en: 'Remove a role' },
  'settings.setting.change': { 'zh-CN': '更改设置', en: 'Change a setting' },
  'system.cleanUp.run': { 'zh-CN': '夜间清理', en: 'Nightly clean-up' },
})

declare module '#kernel/contract/action.ts' {
  interface AuditActions extends Record<keyof typeof kernelActions, true> {}
}
