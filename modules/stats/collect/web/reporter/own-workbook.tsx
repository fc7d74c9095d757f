/** The import from own workbooks, fetched with the Excel library when somebody asks for it. */
import { type ComponentProps, type ReactElement, useEffect, useEffectEvent, useState } from 'react'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import { reporterText } from '../../locale/reporter/text.ts'

type Screen = typeof import('./own-workbook/own-workbook-dialog.tsx').OwnWorkbookDialog

export function OwnWorkbook(props: ComponentProps<Screen>): ReactElement | null {
  const t = useText(reporterText)
  const [loaded, setLoaded] = useState<Readonly<{ Screen: Screen }> | null>(null)
  const failed = useEffectEvent(() => {
    showToast(t('own.load.failed'), 'fatal')
    props.onClose()
  })
  useEffect(() => {
    let gone = false
    import('./own-workbook/own-workbook-dialog.tsx').then(
      found => gone || setLoaded({ Screen: found.OwnWorkbookDialog }),
      () => gone || failed(),
    )
    return () => {
      gone = true
    }
  }, [])
  return loaded && <loaded.Screen {...props} />
}
