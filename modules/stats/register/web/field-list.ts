import type { OutsideList } from '#engines/form/index.ts'
import { useRead } from '#ui/api/queries.ts'
import type { ComboboxItem } from '#ui/components/combobox.tsx'
import { useLocalText } from '#ui/i18n/text.ts'
import {
  type Item,
  listRegisterTypes,
  readCodelist,
  sizeClasses,
  thresholds,
  unitKinds,
} from '../contract.ts'

const own: Readonly<Record<string, readonly Item[]>> = {
  kind: unitKinds,
  sizeClass: sizeClasses,
  aboveThreshold: thresholds,
}
const regions = ['region:county', 'region:township', 'region:village'] as const
const industries = ['gbt4754:division', 'gbt4754:group', 'gbt4754:class'] as const

function useCodelist(name: OutsideList, enabled: boolean): readonly ComboboxItem[] {
  const local = useLocalText()
  const read = useRead(readCodelist, { params: { name } }, { enabled, staleTime: Number.POSITIVE_INFINITY })
  return (read.data?.items ?? []).map(({ code, name: text, within }) => ({
    code,
    name: local(text),
    ...(within && { note: local(within) }),
  }))
}

/** The codes a field of the register takes, to be searched. */
export function useFieldList(field: string): readonly ComboboxItem[] {
  const local = useLocalText()
  const [isRegion, isIndustry, isType] = ['regionCode', 'industryCode', 'registerType'].map(
    name => name === field,
  ) as [boolean, boolean, boolean]
  const types = useRead(listRegisterTypes, {}, { enabled: isType, staleTime: Number.POSITIVE_INFINITY })
  const items = isType ? (types.data?.items ?? []) : (own[field] ?? [])
  return [
    ...items.map(({ code, text }) => ({ code, name: local(text) })),
    ...useCodelist(regions[0], isRegion),
    ...useCodelist(regions[1], isRegion),
    ...useCodelist(regions[2], isRegion),
    ...useCodelist(industries[0], isIndustry),
    ...useCodelist(industries[1], isIndustry),
    ...useCodelist(industries[2], isIndustry),
  ]
}
