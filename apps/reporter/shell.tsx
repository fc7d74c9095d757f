import type { ReactElement } from 'react'
import { Outlet } from 'react-router'
import { SubmissionsOnTheWay } from '#modules/stats/collect/web/reporter/submissions-on-the-way.tsx'
import { useText } from '#ui/i18n/text.ts'
import { useSession } from '#ui/session/use-session.ts'
import { AppHeader, BareFrame, DemoBanner } from '#ui/shell/header.tsx'
import { RequireSession } from '#ui/shell/require-session.tsx'
import { SkipLink, useDocumentTitle, useFocusOnPage, useScreen } from '#ui/shell/screens.tsx'
import { reporterText } from './locale/text.ts'
import { NewVersionBanner } from './offline/new-version-banner.tsx'

export function ReporterShell(): ReactElement {
  const t = useText(reporterText)
  const wide = useScreen()?.frame === 'wide'
  useDocumentTitle()
  useFocusOnPage()
  return (
    <>
      <SkipLink />
      <DemoBanner />
      <NewVersionBanner />
      <AppHeader place={t('shell.place.name')}>
        <WayBack />
      </AppHeader>
      <main id="content" tabIndex={-1} className={wide ? 'zt-page zt-page-wide' : 'zt-page'}>
        <RequireSession>
          <SubmissionsOnTheWay />
          <Outlet />
        </RequireSession>
      </main>
    </>
  )
}

/** Staff who fill in for their place come from the office's pages. */
function WayBack(): ReactElement | null {
  const t = useText(reporterText)
  const session = useSession()
  if (session?.kind !== 'staff') return null
  return (
    <a className="zt-head-action" href="/console/">
      {t('shell.console.link')}
    </a>
  )
}

export function ReporterBare(): ReactElement {
  return <BareFrame place={useText(reporterText)('shell.place.name')} />
}
