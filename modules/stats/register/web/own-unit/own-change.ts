/** What a unit asks to have changed: its name and its attributes, only those that differ. */
import type { BodyOf, ReplyOf } from '#kernel/contract/index.ts'
import { attributeFields, type changeMyUnit, type Paper, type readMyUnit } from '../../contract.ts'

export type OwnUnit = ReplyOf<typeof readMyUnit>

export type OwnDraft = Readonly<{
  values: Readonly<Record<string, string>>
  note: string
  papers: readonly Paper[]
}>

/** Fields that a unit knows best about itself, in the register's order. */
export const askedFields: readonly string[] = ['name', ...attributeFields.map(field => field.name)]

export const registered = (unit: OwnUnit, name: string): string =>
  name === 'name' ? unit.name : (unit.attributes[name] ?? '')

export const beginDraft = (unit: OwnUnit): OwnDraft => ({
  values: Object.fromEntries(askedFields.map(name => [name, registered(unit, name)])),
  note: '',
  papers: [],
})

export const changedFields = (unit: OwnUnit, { values }: OwnDraft): readonly string[] =>
  askedFields.filter(name => (values[name] ?? '').trim() !== registered(unit, name))

/** A telephone number needs no proof, a name does. */
export const needsPaper = (fields: readonly string[]): boolean => fields.includes('name')

export function bodyOf(unit: OwnUnit, draft: OwnDraft): BodyOf<typeof changeMyUnit> {
  const fields = changedFields(unit, draft)
  const value = (name: string) => (draft.values[name] ?? '').trim()
  const attributes = fields.filter(name => name !== 'name').map(name => [name, value(name)] as const)
  return {
    changes: {
      ...(fields.includes('name') && { name: value('name') }),
      ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
    },
    note: draft.note.trim(),
    papers: draft.papers.map(paper => paper.fileId),
  }
}
