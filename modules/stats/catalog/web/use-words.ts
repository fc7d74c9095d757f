import { NATION } from '#kernel/contract/index.ts'
import { formFieldText } from '#modules/stats/register/contract.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { type OwnedProgramme, type Rule, subjectName } from '../contract.ts'
import { catalogText } from '../locale/text.ts'

const FREQUENCIES = ['A', 'S', 'Q', 'M', 'T', 'W', 'D'] as const

export function useFrequency(): (code: string) => string {
  const t = useText(catalogText)
  return code => {
    const known = FREQUENCIES.find(one => one === code)
    return known ? t(`form.frequency.${known}`) : code
  }
}

export function useSubject(): (code: string) => string {
  const local = useLocalText()
  return code => local(subjectName(code))
}

/** What a register field is called. */
export function useRegisterName(): (field: string) => string {
  const local = useLocalText()
  return field => local(formFieldText(field) ?? { 'zh-CN': field })
}

/** What a rule looks at beside the form's own cells, source by source. */
export function useElsewhere(): (rule: Rule) => string {
  const t = useText(catalogText)
  const registerName = useRegisterName()
  return ({ looksAt }) =>
    looksAt
      .map(name => {
        const [source = '', cell = ''] = name.split('#')
        if (source === 'prev') return `${t('trial.part.previous')} ${cell}`
        if (source === 'yago') return `${t('trial.part.yearAgo')} ${cell}`
        if (source === 'unit') return `${t('rules.elsewhere.register')} ${registerName(cell)}`
        return `${source} ${cell}`
      })
      .join(t('rules.list.separator'))
}

/** Whose a programme is, by the name of the office's region. */
export function useOwner(): (programme: Pick<OwnedProgramme, 'owner' | 'ownerName'>) => string {
  const t = useText(catalogText)
  return ({ owner, ownerName }) => ownerName ?? (owner === NATION ? t('programme.owner.everywhere') : owner)
}
