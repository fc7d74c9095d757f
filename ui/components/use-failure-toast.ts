import type { ProblemBody } from '#kernel/contract/index.ts'
import { asProblem } from '../api/request-failed.ts'
import { useLocale } from '../i18n/locale.ts'
import { textIn } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { showToast } from './toast.tsx'

/** What went wrong in a line; what nobody expected has its number, which the administrator can follow. */
export function failureLine(problem: ProblemBody, locale: ReturnType<typeof useLocale>): string {
  const message = problem.message[locale]
  const unexpected = problem.status === 0 || problem.status >= 500
  if (!unexpected || !problem.requestId || message.includes(problem.requestId)) return message
  return `${message}${textIn(uiText, locale)('ui.error.reference', { id: problem.requestId })}`
}

/** Tells a failure in a message that stays until it is closed. */
export function useFailureToast(): (error: unknown) => void {
  const locale = useLocale()
  return error => showToast(failureLine(asProblem(error), locale), 'fatal')
}
