/** What may be held in the access module; each belongs to exactly one of the three administrators. */
import { definePermissions } from '#kernel/contract/index.ts'

export const accessPermissions = definePermissions({
  accountRead: { code: 'access.account.read', text: { 'zh-CN': '查看账户', en: 'See accounts' } },
  accountManage: {
    code: 'access.account.manage',
    text: { 'zh-CN': '管理账户', en: 'Manage accounts' },
  },
  organisationManage: {
    code: 'access.organisation.manage',
    text: { 'zh-CN': '管理机构和地图边界', en: 'Manage organisations and map outlines' },
  },
  settingManage: {
    code: 'access.setting.manage',
    text: { 'zh-CN': '更改设置', en: 'Change settings' },
  },
  roleManage: { code: 'access.role.manage', text: { 'zh-CN': '管理角色', en: 'Manage roles' } },
  grantManage: { code: 'access.grant.manage', text: { 'zh-CN': '管理授权', en: 'Manage grants' } },
  auditRead: { code: 'access.audit.read', text: { 'zh-CN': '查阅审计日志', en: 'Read the audit log' } },
})
