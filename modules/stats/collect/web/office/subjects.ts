import { subjectName } from '#modules/stats/catalog/contract.ts'
import { useLocalText } from '#ui/i18n/text.ts'

export function useSubjectName(): (code: string) => string {
  const local = useLocalText()
  return code => local(subjectName(code))
}
