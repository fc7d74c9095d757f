/** The one table of a shell: module screens become router routes, each loaded when first opened. */
import { type ComponentType, type ReactElement, useEffect, useRef } from 'react'
import { NavigationType, type RouteObject, useLocation, useMatches, useNavigationType } from 'react-router'
import { type LocalText, useLocalText, useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { NotFound, RouteError } from './route-error.tsx'

export type Screen = Readonly<{
  /** Below the shell's root, e.g. `forms/:collectionId`; `''` is the home page. */
  path: string
  title: LocalText
  load: () => Promise<ComponentType>
  /** Who sees it; without one, everyone signed in. */
  permission?: string
  /** `bare`: without header, for people not signed in yet; `wide`: the screen fills the window. */
  frame?: 'page' | 'wide' | 'bare'
  /** The console's work area; screens with one appear in the navigation unless `listed` is false. */
  area?: string
  listed?: boolean
}>

const objectOf = (screen: Screen): RouteObject => ({
  ...(screen.path === '' ? { index: true as const } : { path: screen.path }),
  handle: screen,
  errorElement: <RouteError />,
  lazy: async () => ({ Component: await screen.load() }),
})

/** Ends with what an address gets that no screen answers to. */
export function framedRoutes(screens: readonly Screen[]): RouteObject[] {
  const framed = screens.filter(screen => screen.frame !== 'bare')
  const home = framed.some(screen => screen.path === '')
  return [
    ...framed.map(objectOf),
    ...(home ? [] : [{ index: true as const, element: <NotFound /> }]),
    { path: '*', element: <NotFound /> },
  ]
}

export const bareRoutes = (screens: readonly Screen[]): RouteObject[] =>
  screens.filter(screen => screen.frame === 'bare').map(objectOf)

/** The table's row for the page that is open. */
export function useScreen(): Screen | undefined {
  return useMatches().findLast(match => match.handle !== undefined)?.handle as Screen | undefined
}

export function useDocumentTitle(): void {
  const local = useLocalText()
  const t = useText(uiText)
  const screen = useScreen()
  const title = screen ? `${local(screen.title)} · ${t('ui.product.name')}` : t('ui.product.name')
  useEffect(() => {
    document.title = title
  }, [title])
}

/**
 * A page that is opened takes the focus that the page before took with it: keys go on from there, and a screen reader
 * hears of it. The page somebody arrives at from outside leaves it to the browser.
 */
export function useFocusOnPage(): void {
  const { pathname } = useLocation()
  const arrived = useNavigationType() === NavigationType.Pop
  const first = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page
  useEffect(() => {
    const outside = first.current && arrived
    first.current = false
    if (outside || document.activeElement !== document.body) return
    document.getElementById('content')?.focus({ preventScroll: true })
  }, [pathname])
}

export function SkipLink(): ReactElement {
  const t = useText(uiText)
  return (
    <a className="zt-skip" href="#content">
      {t('ui.skip.content')}
    </a>
  )
}
