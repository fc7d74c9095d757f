import { useText } from '#ui/i18n/text.ts'
import { catalogText } from '../locale/text.ts'

const FREQUENCIES = ['A', 'S', 'Q', 'M', 'T', 'W', 'D'] as const

export function useFrequency(): (code: string) => string {
  const t = useText(catalogText)
  return code => {
    const known = FREQUENCIES.find(one => one === code)
    return known ? t(`form.frequency.${known}`) : code
  }
}
