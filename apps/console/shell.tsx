import type { ReactElement } from 'react'
import { Link, Navigate, Outlet, useLocation } from 'react-router'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { uiText } from '#ui/locale/text.ts'
import { ScopeBar } from '#ui/scope/scope-bar.tsx'
import { addressTo } from '#ui/scope/use-address.ts'
import { scopeKeys, useScopeInAddress } from '#ui/scope/use-scope.ts'
import { useSession } from '#ui/session/use-session.ts'
import { AppHeader, BareFrame, DemoBanner } from '#ui/shell/header.tsx'
import { Nav } from '#ui/shell/nav.tsx'
import { RequireSession } from '#ui/shell/require-session.tsx'
import { SkipLink, useDocumentTitle, useFocusOnPage, useScreen } from '#ui/shell/screens.tsx'
import { type Area, listedFor, openAreas, startOf } from './areas.ts'
import { consoleText } from './locale/text.ts'
import { scopeOfPage } from './page-scopes.ts'
import { type ConsoleScreen, screens } from './routes.tsx'
import { useScopeOptions } from './scope-options.ts'

/** From page to page the scope goes along, and the collection one works on; filters and page numbers stay behind. */
const travelling = [...scopeKeys, 'collection']

function useTo(): (path: string) => string {
  const { search } = useLocation()
  return path => addressTo(new URLSearchParams(search), path, {}, travelling)
}

function AreaNav(props: Readonly<{ areas: readonly Area[]; current: string | undefined }>): ReactElement {
  const t = useText(consoleText)
  const shared = useText(uiText)
  const to = useTo()
  return (
    <Nav label={shared('ui.nav.main')} current={props.current}>
      {props.areas.map(area => (
        <Link
          key={area.key}
          to={to(`/${area.screens[0]!.path}`)}
          aria-current={area.key === props.current ? 'true' : undefined}
        >
          {t(`shell.area.${area.key}`)}
        </Link>
      ))}
    </Nav>
  )
}

function ScreenNav({ area }: Readonly<{ area: Area }>): ReactElement {
  const t = useText(consoleText)
  const local = useLocalText()
  const to = useTo()
  const { pathname } = useLocation()
  const current = listedFor(area, pathname)
  const markOf = ({ path }: ConsoleScreen) => (pathname === `/${path}` ? 'page' : 'true')
  return (
    <Nav label={t('shell.area.screens')} current={pathname}>
      {area.screens.map(screen => (
        <Link
          key={screen.path}
          to={to(`/${screen.path}`)}
          aria-current={screen === current ? markOf(screen) : undefined}
        >
          {local(screen.title)}
        </Link>
      ))}
    </Nav>
  )
}

export function ConsoleShell(): ReactElement {
  const t = useText(consoleText)
  const session = useSession()
  const screen = useScreen() as ConsoleScreen | undefined
  const areas = openAreas(screens, session)
  const area = areas.find(one => one.key === screen?.area)
  const start = startOf(session, screen, areas)
  const keys = screen ? scopeOfPage(screen.path) : []
  const options = useScopeOptions(session, keys)
  useScopeInAddress(session !== null && keys.length > 0)
  useDocumentTitle()
  useFocusOnPage()
  return (
    <>
      <SkipLink />
      <DemoBanner />
      <AppHeader place={t('shell.place.name')}>
        {session && <AreaNav areas={areas} current={screen?.area} />}
      </AppHeader>
      {session && (area || keys.length > 0) && (
        <div className="zt-subhead zt-no-print">
          {area && <ScreenNav area={area} />}
          <ScopeBar options={options} />
        </div>
      )}
      <main id="content" tabIndex={-1} className="zt-page zt-page-wide">
        {start === undefined ? (
          <RequireSession>
            <Outlet />
          </RequireSession>
        ) : (
          <Navigate to={start} replace />
        )}
      </main>
    </>
  )
}

export function ConsoleBare(): ReactElement {
  return <BareFrame place={useText(consoleText)('shell.place.name')} />
}
