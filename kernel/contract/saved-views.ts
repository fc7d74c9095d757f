/** Named views of lists, kept per account; every list on every screen has them, so they belong to no module. */
import { type Static, Type } from 'typebox'
import { Done, Id } from './common.ts'
import { defineProblem } from './problem.ts'
import { defineRoute } from './route.ts'

/** Of one list and one account: a menu that is still read at a glance. */
export const MOST_VIEWS = 50
export const VIEW_NAME_LENGTH = 40

export const savedViewProblems = Object.freeze({
  nameTaken: defineProblem(
    'SAVED_VIEW_NAME_TAKEN',
    409,
    '这个列表已有同名视图，请换一个名称，或在管理视图中更新它',
    'This list has a view of that name; choose another name, or update that view where views are managed',
  ),
  tooMany: defineProblem(
    'SAVED_VIEW_LIMIT',
    409,
    '一个列表最多保存 {most} 个视图，请先删除不用的',
    'A list keeps at most {most} views; delete some that are not used',
    Type.Object({ most: Type.Integer() }),
  ),
})

const List = Type.String({ pattern: '^[a-z][A-Za-z]*([.][A-Za-z]+)+$', maxLength: 60 })
const Name = Type.String({ minLength: 1, maxLength: VIEW_NAME_LENGTH, pattern: '^\\S(.*\\S)?$' })
/** A query string: filters, order and page size as the list's page has them in its address. */
const Address = Type.String({ maxLength: 2_000 })

export const SavedView = Type.Object({ id: Id, name: Name, address: Address, isDefault: Type.Boolean() })
export type SavedView = Static<typeof SavedView>

export const listSavedViews = defineRoute({
  id: 'access.listSavedViews',
  method: 'GET',
  path: '/api/views',
  summary: { 'zh-CN': '我保存的列表视图', en: 'My saved views of a list' },
  permission: 'signed-in',
  query: Type.Object({ list: List }),
  reply: Type.Object({ items: Type.Array(SavedView) }),
})

export const saveView = defineRoute({
  id: 'access.saveView',
  method: 'POST',
  path: '/api/views',
  summary: { 'zh-CN': '保存列表视图', en: 'Save a view of a list' },
  permission: 'signed-in',
  unaudited: true,
  body: Type.Object({ list: List, name: Name, address: Address }, { additionalProperties: false }),
  reply: Type.Object({ id: Id }),
  problems: [savedViewProblems.nameTaken, savedViewProblems.tooMany],
})

/** What is left out stays; a view that becomes the default takes the place of the one before. */
export const changeView = defineRoute({
  id: 'access.changeView',
  method: 'PATCH',
  path: '/api/views/:id',
  summary: { 'zh-CN': '修改列表视图', en: 'Change a saved view' },
  permission: 'signed-in',
  unaudited: true,
  params: Type.Object({ id: Id }),
  body: Type.Object(
    {
      name: Type.Optional(Name),
      address: Type.Optional(Address),
      isDefault: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false, minProperties: 1 },
  ),
  reply: Done,
  problems: [savedViewProblems.nameTaken],
})

export const removeView = defineRoute({
  id: 'access.removeView',
  method: 'DELETE',
  path: '/api/views/:id',
  summary: { 'zh-CN': '删除列表视图', en: 'Delete a saved view' },
  permission: 'signed-in',
  unaudited: true,
  params: Type.Object({ id: Id }),
  reply: Done,
})
