import { unitText } from '#engines/form/index.ts'
import { useLocale } from './locale.ts'

/** Names a unit of measure of the data in the language of the screen; '' where there is none. */
export function useUnitText(): (unit: string | undefined) => string {
  const locale = useLocale()
  return unit => (unit === undefined ? '' : unitText(unit, locale))
}
