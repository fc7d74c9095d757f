import { Type } from 'typebox'
import { type CodelistItem, type OutsideList, outsideLists } from '#engines/form/index.ts'
import { Bilingual, defineRoute, Nullable } from '#kernel/contract/index.ts'
import { registerPermissions } from './permissions.ts'
import { importProblems } from './problems.ts'

export const IndustryNode = Type.Object({
  code: Type.String(),
  name: Type.String(),
  level: Type.Integer({ minimum: 1, maximum: 4 }),
  parent: Nullable(Type.String()),
  /** Whether something lies below. */
  children: Type.Boolean(),
})

export const listIndustries = defineRoute({
  id: 'register.listIndustries',
  method: 'GET',
  path: '/api/register/industries',
  summary: { 'zh-CN': '国民经济行业分类', en: 'The industry classification' },
  permission: 'signed-in',
  query: Type.Object({
    /** The children of this code; without it, the sections. */
    parent: Type.Optional(Type.String({ pattern: '^([A-Z]|[0-9]{2,3})$' })),
    search: Type.Optional(Type.String({ minLength: 1, maxLength: 50 })),
  }),
  /** A search gives the first hundred of `total`. */
  reply: Type.Object({ total: Type.Integer({ minimum: 0 }), items: Type.Array(IndustryNode) }),
})

export const readCodelist = defineRoute({
  id: 'register.readCodelist',
  method: 'GET',
  path: '/api/register/codelists/:name',
  summary: { 'zh-CN': '调查表所用的公共代码表', en: 'A code list that forms name and do not hold' },
  permission: 'signed-in',
  params: Type.Object({ name: Type.Unsafe<OutsideList>({ type: 'string', enum: [...outsideLists] }) }),
  query: Type.Object({
    /** The content that is wanted: its answer never changes, so a browser may keep it. */
    stamp: Type.Optional(Type.String({ pattern: '^[0-9a-f]{16}$' })),
  }),
  /** Of regions, those of the edition in force. */
  reply: Type.Object({
    stamp: Type.String(),
    items: Type.Unsafe<CodelistItem[]>({ type: 'array' }),
  }),
})

export const importIndustries = defineRoute({
  id: 'register.importIndustries',
  method: 'POST',
  path: '/api/register/industries',
  summary: { 'zh-CN': '导入行业分类', en: 'Import an industry classification' },
  permission: registerPermissions.industry.code,
  upload: true,
  reply: Type.Object({ added: Type.Integer(), changed: Type.Integer(), removed: Type.Integer() }),
  problems: [
    importProblems.noFile,
    importProblems.tooLarge,
    importProblems.notText,
    importProblems.empty,
    importProblems.industryFile,
    importProblems.industryInUse,
  ],
})

export const listRegisterTypes = defineRoute({
  id: 'register.listRegisterTypes',
  method: 'GET',
  path: '/api/register/register-types',
  summary: { 'zh-CN': '登记注册统计类别', en: 'Register types' },
  permission: 'signed-in',
  reply: Type.Object({
    items: Type.Array(
      Type.Object({
        code: Type.String(),
        text: Bilingual,
      }),
    ),
  }),
})
