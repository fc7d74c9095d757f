import type { Flags } from '#ui/matrix-form/form-host.ts'
import type { Opened } from './filling.ts'
import type { Words } from './words.ts'

/** What the office or a colleague pointed at when they sent it back, and why. */
export function flagsIn({ report, steps }: Opened, t: Words): Flags {
  const { returned } = report
  const office = {
    word: t('fill.flag.office'),
    said: t('fill.flag.officeSaid', { reason: returned?.reason ?? '—' }),
  }
  const latest = steps?.latest?.kind === 'draft-returned' ? steps.latest : null
  const colleague = {
    word: t('fill.flag.colleague'),
    said: t('fill.flag.colleagueSaid', { by: latest?.by ?? '—', note: latest?.note ?? '—' }),
  }
  return new Map([
    ...(returned?.cells ?? []).map(cell => [cell, office] as const),
    ...(latest?.cells ?? []).map(cell => [cell, colleague] as const),
  ])
}
