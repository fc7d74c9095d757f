/** What the menu offers for taking a report out of the browser: as Excel, on paper. */
import { useState } from 'react'
import { type FormSession, formatPeriod } from '#engines/form/index.ts'
import type { MenuItem } from '#ui/components/menu.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { useSessionInfo } from '#ui/session/use-session.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import type { Opened } from './filling.ts'
import { downloadForm, type FileContent } from './form-file.ts'

export function useFormFileItems(opened: Opened, session: FormSession): readonly MenuItem[] {
  const t = useText(reporterText)
  const locale = useLocale()
  const demonstration = useSessionInfo().data?.demonstration === true
  const [busy, setBusy] = useState(false)
  const { report } = opened
  const save = async (content: FileContent) => {
    setBusy(true)
    const parts = {
      form: report.formCode,
      title: localText(report.formTitle, locale),
      period: formatPeriod(report.period, locale),
      unit: report.unitName,
    }
    const name = t(content === 'filled' ? 'file.name.filled' : 'file.name.blank', parts)
    try {
      await downloadForm({ opened, session, content, locale, demonstration, name })
    } catch {
      showToast(t('file.download.failed'), 'fatal')
    } finally {
      setBusy(false)
    }
  }
  return [
    {
      key: 'excel',
      label: t('fill.action.excel'),
      title: t('fill.action.excelHint'),
      disabled: busy,
      onSelect: () => void save('filled'),
    },
    {
      key: 'excelBlank',
      label: t('fill.action.excelBlank'),
      title: t('fill.action.excelBlankHint'),
      disabled: busy,
      onSelect: () => void save('blank'),
    },
    {
      key: 'print',
      label: t('fill.action.print'),
      title: t('fill.action.printHint'),
      onSelect: () => window.print(),
    },
  ]
}
