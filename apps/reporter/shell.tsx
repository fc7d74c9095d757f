import type { ReactElement } from 'react'
import { Outlet } from 'react-router'
import { useText } from '#ui/i18n/text.ts'
import { AppHeader, BareFrame, DemoBanner } from '#ui/shell/header.tsx'
import { RequireSession } from '#ui/shell/require-session.tsx'
import { SkipLink, useDocumentTitle, useScreen } from '#ui/shell/screens.tsx'
import { reporterText } from './locale/text.ts'

export function ReporterShell(): ReactElement {
  const t = useText(reporterText)
  const wide = useScreen()?.frame === 'wide'
  useDocumentTitle()
  return (
    <>
      <SkipLink />
      <DemoBanner />
      <AppHeader place={t('shell.place.name')} />
      <main id="content" tabIndex={-1} className={wide ? 'zt-page zt-page-wide' : 'zt-page'}>
        <RequireSession>
          <Outlet />
        </RequireSession>
      </main>
    </>
  )
}

export function ReporterBare(): ReactElement {
  return <BareFrame place={useText(reporterText)('shell.place.name')} />
}
