/** What a form about a unit holds, and what of it differs from the register. */
import type { ReplyOf } from '#kernel/contract/index.ts'
import type { readUnit, UnitChange } from '../contract.ts'

export type Unit = ReplyOf<typeof readUnit>

export type UnitDraft = Readonly<{
  name: string
  regionCode: string | undefined
  industryCode: string | null
  registerType: string | null
  sizeClass: string | null
  aboveThreshold: boolean
  attributes: Readonly<Record<string, string>>
}>

export const emptyDraft: UnitDraft = {
  name: '',
  regionCode: undefined,
  industryCode: null,
  registerType: null,
  sizeClass: null,
  aboveThreshold: false,
  attributes: {},
}

export const draftOf = (unit: Unit): UnitDraft => ({
  name: unit.name,
  regionCode: unit.regionCode,
  industryCode: unit.industryCode,
  registerType: unit.registerType,
  sizeClass: unit.sizeClass,
  aboveThreshold: unit.aboveThreshold,
  attributes: unit.attributes,
})

export type Changes = UnitChange['changes']

/** Only what differs, so that nothing else is touched in any state of the unit. */
export function changesOf(before: UnitDraft, after: UnitDraft): Changes {
  const { attributes, ...core } = after
  const differing = Object.entries(core).filter(([name, value]) => before[name as keyof UnitDraft] !== value)
  const names = Object.keys({ ...before.attributes, ...attributes })
  const moved = names.filter(name => (before.attributes[name] ?? '') !== (attributes[name] ?? '').trim())
  const put = Object.fromEntries(moved.map(name => [name, (attributes[name] ?? '').trim()]))
  return { ...Object.fromEntries(differing), ...(moved.length > 0 && { attributes: put }) } as Changes
}

export const changedNames = (changes: Changes): readonly string[] =>
  Object.keys({ ...changes, ...changes.attributes }).filter(name => name !== 'attributes')
