/** The built-in roles: which permissions of which modules go together. Listed by hand, like the modules. */
import type { Database } from '#kernel/db/tx.ts'
import { type RoleDefinition, ensureRoles as writeRoles } from '#kernel/permission/roles.ts'

const READING = ['catalog.form.read', 'register.unit.read', 'collect.report.read', 'collect.progress.read']
const TABULATING = ['tabulate.table.run', 'tabulate.cell.drill', 'tabulate.figures.read']

export const ROLES: readonly RoleDefinition[] = [
  {
    code: 'reporter',
    name: { 'zh-CN': '报表员', en: 'Reporter' },
    permissions: ['catalog.form.read', 'collect.report.fill', 'register.unit.own'],
  },
  {
    code: 'township-statistician',
    name: { 'zh-CN': '乡镇街道统计员', en: 'Township statistician' },
    permissions: [...READING, 'collect.report.fill'],
  },
  {
    code: 'county-statistician',
    name: { 'zh-CN': '县区统计专业人员', en: 'County statistician' },
    permissions: [
      ...READING,
      ...TABULATING,
      'tabulate.table.design',
      'register.application.propose',
      'collect.report.review',
      'collect.report.correct',
    ],
  },
  {
    code: 'city-statistician',
    name: { 'zh-CN': '市级统计专业人员', en: 'City statistician' },
    permissions: [
      ...READING,
      ...TABULATING,
      'tabulate.table.design',
      'register.unit.edit',
      'register.unit.import',
      'register.application.decide',
      'collect.report.review',
      'collect.report.correct',
      'collect.collection.manage',
    ],
  },
  {
    code: 'designer',
    name: { 'zh-CN': '计算站', en: 'Computing centre' },
    permissions: [
      ...READING,
      ...TABULATING,
      'tabulate.table.design',
      'catalog.form.design',
      'catalog.form.publish',
      'register.unit.import',
      'register.industry.import',
      'collect.collection.manage',
    ],
  },
  {
    code: 'leader',
    name: { 'zh-CN': '领导', en: 'Leader' },
    permissions: [
      'catalog.form.read',
      'collect.progress.read',
      'tabulate.table.run',
      'tabulate.figures.read',
    ],
  },
  {
    code: 'system-administrator',
    name: { 'zh-CN': '系统管理员', en: 'System administrator' },
    permissions: [
      'access.account.read',
      'access.account.manage',
      'access.organisation.manage',
      'access.setting.manage',
      'monitor.operations.read',
    ],
    administrator: 'system',
  },
  {
    code: 'security-administrator',
    name: { 'zh-CN': '安全管理员', en: 'Security administrator' },
    permissions: ['access.role.manage', 'access.grant.manage'],
    administrator: 'security',
  },
  {
    code: 'audit-administrator',
    name: { 'zh-CN': '审计管理员', en: 'Audit administrator' },
    permissions: ['access.audit.read'],
    administrator: 'audit',
  },
]

/** Brings the built-in roles of the database to this list; called at every start. */
export const ensureRoles = (db: Database): Promise<void> => writeRoles(db, ROLES)
