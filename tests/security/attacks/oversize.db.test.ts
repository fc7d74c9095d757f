/** More than a route takes, to every route that takes anything: refused by its code, and nothing is changed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeModules } from '#apps/server/compose.ts'
import type { AnyRoute } from '#kernel/contract/index.ts'
import { requests } from '../requests/all.ts'
import { sendTo, type Ticket } from '../support/send.ts'
import { type Watch, watchChanges } from '../support/watch.ts'
import { openWorld, type World } from '../support/world.ts'

const MIB = 1_048_576
/** Above the limit of every file. */
const FILE = Buffer.alloc(33 * MIB, 'a')

describe('what is too large', () => {
  let world: World
  let watch: Watch
  let routes: readonly AnyRoute[]

  beforeAll(async () => {
    world = await openWorld()
    watch = await watchChanges(world.services.database.pool)
    const all = composeModules(world.services).flatMap(module =>
      module.routes.map(({ contract }) => contract),
    )
    routes = all.filter(route => route.method !== 'GET')
  })
  afterAll(() => world?.close())

  /** Of somebody who may send it, so that its size is all there is against it. */
  function ticketFor({ id, permission }: AnyRoute): Ticket | null {
    if (permission === 'public') return null
    const caller = world.callers.find(
      ({ permissions }) => permission === 'signed-in' || permissions.includes(permission),
    )
    if (!caller) throw new Error(`nobody may ${id}`)
    return requests[id]?.scope === 'whole' ? caller.above : caller.ticket
  }

  async function send(route: AnyRoute): Promise<string> {
    const { params, file } = requests[route.id]!.ask(world.own, world, world.theirs)
    const content = route.upload
      ? { file: { ...file, name: 'a.csv', bytes: FILE } }
      : { raw: Buffer.alloc((route.bodyLimit ?? MIB) + 1, ' ') }
    const reply = await sendTo(world, route, { ...(params && { params }), ...content }, ticketFor(route))
    const { code, message } = JSON.parse(reply.body) as { code: string; message: object }
    const changed = await watch.touched()
    return [route.id, reply.statusCode, code, Object.keys(message), changed].join(' ').trimEnd()
  }

  it('should be refused by every route with its code, in both languages, and change nothing', async () => {
    const found: string[] = []
    for (const route of routes) found.push(await send(route))
    expect(found).toEqual(
      routes.map(({ id, upload }) =>
        [id, 413, upload ? 'REGISTER_FILE_TOO_LARGE' : 'REQUEST_TOO_LARGE', 'zh-CN,en'].join(' '),
      ),
    )
  }, 300_000)

  it('should be told of by the contract of every route that takes a file', () => {
    const uploads = routes.filter(route => route.upload)
    expect(uploads.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'register.uploadImport',
        'register.importIndustries',
        'register.uploadPaper',
        'collect.uploadReturns',
      ]),
    )
    const silent = uploads.filter(
      ({ problems }) => !problems?.some(({ code }) => code === 'REGISTER_FILE_TOO_LARGE'),
    )
    expect(silent.map(({ id }) => id)).toEqual([])
  })
})
