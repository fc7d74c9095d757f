/** How a table says what a valid request to each route is. */
import type { Belongings, Place, World } from '../support/world.ts'

export type Ask = Readonly<{
  params?: Readonly<Record<string, string | number>>
  query?: Readonly<Record<string, string | number | boolean>>
  body?: unknown
  /** Instead of a body, for routes that take a file. */
  file?: Readonly<{ name: string; bytes: string | Buffer; fields?: Readonly<Record<string, string>> }>
  /** Instead of a body: bytes that claim to be JSON. */
  raw?: string | Buffer
  headers?: Readonly<Record<string, string>>
}>

/** `place` is where what is asked about stands; `mine` what the asker has made, or someone of that place. */
export type Asking = (place: Place, world: World, mine: Belongings) => Ask

/** `whole`: what holds for the whole installation, so that a county's people are another scope's. */
export type Request = Readonly<{ ask: Asking; scope: 'place' | 'none' | 'whole' }>
export type Requests = Readonly<Record<string, Request>>

/** Asks about something that stands in a place, or belongs to someone. */
export const of = (ask: Asking): Request => ({ ask, scope: 'place' })
/** Asks about nothing that another scope could hold; what it answers is held to the scope by the canary. */
export const open = (ask: Asking = () => ({})): Request => ({ ask, scope: 'none' })

/** Asks about what holds everywhere: for those whose grant reaches everywhere. */
export const whole = (ask: Asking = () => ({})): Request => ({ ask, scope: 'whole' })
