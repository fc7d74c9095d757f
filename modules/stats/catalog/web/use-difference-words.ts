/** A difference in the words of the screen: what the contract carries as a code is told by what it is a code of. */

import { useText } from '#ui/i18n/text.ts'
import { uiText } from '#ui/locale/text.ts'
import type { Difference } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { useRegisterName, useSubject } from './use-words.ts'

const members = [
  'name',
  'subject',
  'unitOfMeasure',
  'blankIsZero',
  'layout',
  'keyName',
  'codelist',
  'maxRows',
  'ofWhich',
  'kind',
  'type',
  'required',
  'formula',
  'prefill',
  'locked',
  'text',
  'level',
  'message',
  'reasons',
] as const
const marks = ['tableNumber', 'issuer', 'approvalNumber', 'validUntil', 'approver'] as const
const values = [
  'true',
  'false',
  'input',
  'computed',
  'prefilled',
  'closed',
  'matrix',
  'record',
  'rows',
] as const
const levels = ['fatal', 'query', 'notice'] as const

const among = <Name extends string>(known: readonly Name[], name: string): Name | undefined =>
  known.find(one => one === name)

export function useDifferenceWords() {
  const t = useText(catalogText)
  const value = useValue()
  const named = (known: readonly ((typeof members)[number] | (typeof marks)[number])[], name: string) => {
    const found = among(known, name)
    return found ? t(`differences.member.${found}`) : name
  }
  return {
    kind: (one: Difference) =>
      `${t(`differences.kind.${one.kind}`)} · ${t(`differences.change.${one.change}`)}`,
    key: (one: Difference) => (one.kind === 'mark' ? named(marks, one.key) : one.key),
    member: (one: Difference) =>
      one.member === undefined || one.kind === 'mark' ? '' : named(members, one.member),
    before: (one: Difference) => value(one.member, one.before),
    after: (one: Difference) => value(one.member, one.after),
  }
}

function useValue() {
  const t = useText(catalogText)
  const ui = useText(uiText)
  const subject = useSubject()
  const prefill = usePrefill()
  const code = (text: string) => {
    const known = among(values, text)
    return known ? t(`differences.value.${known}`) : text
  }
  const level = (text: string) => {
    const known = among(levels, text)
    return known ? ui(`ui.severity.${known}`) : text
  }
  const byMember: Readonly<Record<string, (text: string) => string>> = {
    level,
    prefill,
    subject,
    kind: code,
    layout: code,
    required: code,
    locked: code,
    blankIsZero: code,
  }
  return (member: string | undefined, text: string | undefined): string => {
    if (text === undefined) return ''
    return (member && byMember[member]?.(text)) || text
  }
}

/** Where a prefilled cell comes from, as `prefillText` writes it: `previous M14`. */
function usePrefill(): (text: string) => string {
  const t = useText(catalogText)
  const registerName = useRegisterName()
  return text => {
    const [from, name = ''] = text.split(' ')
    if (from === 'register') return `${t('rules.elsewhere.register')} ${registerName(name)}`
    return from === 'previous' || from === 'yearAgo' ? `${t(`trial.part.${from}`)} ${name}` : text
  }
}
