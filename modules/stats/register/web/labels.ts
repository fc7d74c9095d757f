import type { BilingualText } from '#kernel/contract/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { exitReasons, type Item, listRegisterTypes, sizeClasses, unitField, unitKinds } from '../contract.ts'

/** Words for the register's codes in the language of the screen; the code itself where there is none. */
export function useLabels() {
  const locale = useLocale()
  const types = useRead(listRegisterTypes, {}, { staleTime: Number.POSITIVE_INFINITY })
  const say = (text: BilingualText) => text[locale]
  const among = (items: readonly Item[]) => (code: string | null) => {
    const item = items.find(one => one.code === code)
    return item ? say(item.text) : (code ?? '')
  }
  const options = (items: readonly Item[]) => items.map(item => ({ value: item.code, label: say(item.text) }))
  const typeItems: readonly Item[] = types.data?.items ?? []
  return {
    say,
    /** Between the names of a list. */
    comma: locale === 'en' ? ', ' : '、',
    kind: among(unitKinds),
    size: among(sizeClasses),
    reason: (code: number | null) => (code === null ? '' : `${code} ${among(exitReasons)(String(code))}`),
    registerType: among(typeItems),
    field: (name: string) => {
      const field = unitField(name)
      return field ? say(field.text) : name
    },
    kinds: options(unitKinds),
    sizes: options(sizeClasses),
    reasons: exitReasons.map(item => ({ value: item.code, label: `${item.code} ${say(item.text)}` })),
    registerTypes: typeItems.map(item => ({ value: item.code, label: `${item.code} ${say(item.text)}` })),
  }
}
