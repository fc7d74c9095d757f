import type { ReactElement } from 'react'
import { Link, NavLink, Outlet, useLocation } from 'react-router'
import { personScreens } from '#modules/ops/access/web/person-screens.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { uiText } from '#ui/locale/text.ts'
import { ScopeBar } from '#ui/scope/scope-bar.tsx'
import { useSession } from '#ui/session/use-session.ts'
import { AppHeader, BareFrame, DemoBanner } from '#ui/shell/header.tsx'
import { RequireSession } from '#ui/shell/require-session.tsx'
import { SkipLink, useDocumentTitle, useScreen } from '#ui/shell/screens.tsx'
import { type Area, openAreas } from './areas.ts'
import { consoleText } from './locale/text.ts'
import { type ConsoleScreen, screens } from './routes.tsx'
import { useScopeOptions } from './scope-options.ts'

function AreaNav(props: Readonly<{ areas: readonly Area[]; current: string | undefined }>): ReactElement {
  const t = useText(consoleText)
  const shared = useText(uiText)
  const { search } = useLocation()
  return (
    <nav className="zt-nav" aria-label={shared('ui.nav.main')}>
      {props.areas.map(area => (
        <Link
          key={area.key}
          to={{ pathname: `/${area.screens[0]!.path}`, search }}
          aria-current={area.key === props.current ? 'true' : undefined}
        >
          {t(`shell.area.${area.key}`)}
        </Link>
      ))}
    </nav>
  )
}

function ScreenNav({ area }: Readonly<{ area: Area | undefined }>): ReactElement {
  const t = useText(consoleText)
  const local = useLocalText()
  const { search } = useLocation()
  return (
    <nav className="zt-nav" aria-label={t('shell.area.screens')}>
      {area?.screens.map(screen => (
        <NavLink key={screen.path} end to={{ pathname: `/${screen.path}`, search }}>
          {local(screen.title)}
        </NavLink>
      ))}
    </nav>
  )
}

const PERSONAL = new Set(personScreens.map(screen => screen.path))

/** Administration, one's own account and one's messages are of no period, place or subject. */
const isScoped = (screen: ConsoleScreen | undefined): boolean =>
  screen !== undefined && screen.area !== 'system' && !PERSONAL.has(screen.path)

export function ConsoleShell(): ReactElement {
  const t = useText(consoleText)
  const session = useSession()
  const screen = useScreen() as ConsoleScreen | undefined
  const areas = openAreas(screens, session)
  const options = useScopeOptions(session !== null)
  const area = areas.find(one => one.key === screen?.area)
  const scoped = isScoped(screen)
  useDocumentTitle()
  return (
    <>
      <SkipLink />
      <DemoBanner />
      <AppHeader place={t('shell.place.name')}>
        {session && <AreaNav areas={areas} current={screen?.area} />}
      </AppHeader>
      {session && (area || scoped) && (
        <div className="zt-subhead zt-no-print">
          <ScreenNav area={area} />
          {scoped && <ScopeBar options={options} />}
        </div>
      )}
      <main id="content" tabIndex={-1} className="zt-page zt-page-wide">
        <RequireSession>
          <Outlet />
        </RequireSession>
      </main>
    </>
  )
}

export function ConsoleBare(): ReactElement {
  return <BareFrame place={useText(consoleText)('shell.place.name')} />
}
