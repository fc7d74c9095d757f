import { type ReactElement, useSyncExternalStore } from 'react'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { useText } from '#ui/i18n/text.ts'
import { reporterText } from '../locale/text.ts'
import { newVersion, takeNewVersion } from './new-version.ts'

export function NewVersionBanner(): ReactElement | null {
  const t = useText(reporterText)
  if (!useSyncExternalStore(newVersion.subscribe, newVersion.offered)) return null
  return (
    <div className="zt-no-print" role="status">
      <Banner action={<Button onClick={takeNewVersion}>{t('shell.version.take')}</Button>}>
        {t('shell.version.ready')}
      </Banner>
    </div>
  )
}
