import { describe, expect, it } from 'vitest'
import { listedFor, openAreas, startOf } from './areas.ts'
import type { ConsoleScreen } from './routes.tsx'

const screen = (path: string, rest: Partial<ConsoleScreen>): ConsoleScreen => ({
  path,
  title: { 'zh-CN': path },
  load: async () => () => null,
  ...rest,
})

const screens = [
  screen('tabulate', { area: 'tabulate' }),
  screen('collect/progress', { area: 'collect', permission: 'collect.readProgress' }),
  screen('collect/reports/:id', { area: 'collect' }),
  screen('system/accounts', { area: 'system', permission: 'access.manageAccounts' }),
  screen('account', {}),
]

describe('listedFor', () => {
  it('should mark the list a page is opened from, and no other', () => {
    const area = {
      key: 'tabulate',
      screens: [screen('tabulate', {}), screen('tabulate/shared', {})],
    } as const
    const marked = (pathname: string) => listedFor(area, pathname)?.path
    expect(marked('/tabulate')).toBe('tabulate')
    expect(marked('/tabulate/table/7')).toBe('tabulate')
    expect(marked('/tabulate/shared/7')).toBe('tabulate/shared')
    expect(marked('/tabulated')).toBeUndefined()
  })
})

describe('openAreas', () => {
  it('should show only areas with a screen this person may open, in process order', () => {
    const session = { signedIn: true, signInName: 'xian', permissions: ['collect.readProgress'] }
    expect(openAreas(screens, session).map(area => area.key)).toEqual(['collect', 'tabulate'])
    expect(openAreas(screens, null).map(area => area.key)).toEqual(['tabulate'])
  })

  it('should keep screens that need a parameter out of the navigation', () => {
    const session = { signedIn: true, signInName: 'xian', permissions: ['collect.readProgress'] }
    expect(openAreas(screens, session)[0]!.screens.map(one => one.path)).toEqual(['collect/progress'])
  })
})

describe('startOf', () => {
  const home = screen('', { permission: 'collect.progress.read' })
  const start = (...permissions: string[]) => {
    const session = { signedIn: true, signInName: 'xian', permissions }
    return startOf(session, home, openAreas(screens, session))
  }

  it('should be the figures for whoever sees totals and no report', () => {
    expect(start('collect.progress.read', 'tabulate.figures.read')).toBe('/figures')
    expect(start('collect.progress.read', 'tabulate.figures.read', 'collect.report.read')).toBeUndefined()
  })

  it('should be home for those who follow collections, else the first page of their work', () => {
    expect(start('collect.progress.read')).toBeUndefined()
    expect(start('access.manageAccounts')).toBe('/tabulate')
  })

  it('should leave every other page alone', () => {
    const session = { signedIn: true, signInName: 'xian', permissions: ['tabulate.figures.read'] }
    expect(startOf(session, screens[1], [])).toBeUndefined()
  })
})
