/** More than a route takes, and what becomes more when it is read, to every route that takes anything: refused by its code, and nothing is changed. */
import { deflateRawSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeModules } from '#apps/server/compose.ts'
import type { AnyRoute } from '#kernel/contract/index.ts'
import { requests } from '../requests/all.ts'
import { sendTo, type Ticket } from '../support/send.ts'
import { type Watch, watchChanges } from '../support/watch.ts'
import { openWorld, type World } from '../support/world.ts'

const MIB = 1_048_576
/**
 * Every route that takes a file, with what becomes there of a file that is none: `refused`, or `told` of in a preview by
 * line. A new one needs its line.
 */
const DOORS: Readonly<Record<string, 'refused' | 'told'>> = {
  'register.uploadImport': 'refused',
  'register.importIndustries': 'refused',
  'register.uploadPaper': 'refused',
  'register.uploadMyPaper': 'refused',
  'collect.uploadReturns': 'refused',
  'access.previewOutlines': 'refused',
  'access.loadOutlines': 'refused',
}
const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
const HEAD = '统一社会信用代码,单位详细名称'
const BOMBS: readonly (readonly [what: string, bytes: Buffer])[] = [
  ['a zip bomb', zipOf('xl/workbook.xml', deflateRawSync(Buffer.alloc(64 * 1_048_576)))],
  ['a zip that is cut off', zipOf('xl/workbook.xml', deflateRawSync(Buffer.alloc(9_000))).subarray(0, 40)],
  ['gzip', gzipSync(Buffer.alloc(50_000_000))],
  [
    'XML that unfolds a thousand million times',
    Buffer.from(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">${entities}]><l>&l9;</l>`),
  ],
  [
    'XML that reads another file',
    Buffer.from('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
  ],
  ['a line without end', Buffer.from(`${HEAD}\n${'x'.repeat(3_000_000)}`)],
  ['brackets without end', Buffer.from('['.repeat(3_000_000))],
  ['a quote without end', Buffer.from(`${HEAD}\n"${'\n'.repeat(1_000_000)}`)],
  ['a hundred thousand columns', Buffer.from(`${'c,'.repeat(100_000)}\n1\n`)],
]

/** By the module whose file it is. */
const fileTooLarge = (id: string): string =>
  id.startsWith('access.') ? 'ORG_OUTLINE_FILE_TOO_LARGE' : 'REGISTER_FILE_TOO_LARGE'

/** Above the limit of every file. */
const FILE = Buffer.alloc(33 * MIB, 'a')

/** One entry, its local head alone: enough for whoever unpacks by the way. */
function zipOf(name: string, packed: Buffer): Buffer {
  const head = Buffer.alloc(30)
  head.write('PK\x03\x04', 'latin1')
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(packed.length, 18)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, Buffer.from(name), packed])
}

describe('what is too large', () => {
  let world: World
  let watch: Watch
  let routes: readonly AnyRoute[]

  beforeAll(async () => {
    world = await openWorld()
    watch = await watchChanges(world)
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
    const { params, query, file } = requests[route.id]!.ask(world.own, world, world.theirs)
    const content = route.upload
      ? { file: { ...file, name: 'a.csv', bytes: FILE } }
      : { raw: Buffer.alloc((route.bodyLimit ?? MIB) + 1, ' ') }
    const asked = { ...(params && { params }), ...(query && { query }), ...content }
    const reply = await sendTo(world, route, asked, ticketFor(route))
    const { code, message } = JSON.parse(reply.body) as { code: string; message: object }
    const changed = await watch.touched()
    return [route.id, reply.statusCode, code, Object.keys(message), changed].join(' ').trimEnd()
  }

  it('should be refused by every route with its code, in both languages, and change nothing', async () => {
    const found: string[] = []
    for (const route of routes) found.push(await send(route))
    expect(found).toEqual(
      routes.map(({ id, upload }) =>
        [id, 413, upload ? fileTooLarge(id) : 'REQUEST_TOO_LARGE', 'zh-CN,en'].join(' '),
      ),
    )
  }, 300_000)

  it('should be told of by the contract of every route that takes a file', () => {
    const uploads = routes.filter(route => route.upload)
    const silent = uploads.filter(
      ({ id, problems }) => !problems?.some(({ code }) => code === fileTooLarge(id)),
    )
    expect(silent.map(({ id }) => id)).toEqual([])
  })

  it('should have a line for every route that takes a file', () => {
    const doors = routes.filter(({ upload }) => upload).map(({ id }) => id)
    expect(Object.keys(DOORS).sort()).toEqual(doors.sort())
  })

  it.each(BOMBS)('should be refused or told of at every door when it is %s', async (_what, bytes) => {
    const doors = routes.filter(({ upload }) => upload)
    const found = []
    for (const route of doors) {
      const { params, query, file } = requests[route.id]!.ask(world.own, world, world.theirs)
      const content = {
        ...(params && { params }),
        ...(query && { query }),
        file: { name: 'a.csv', ...file, bytes },
      }
      const reply = await sendTo(world, route, content, ticketFor(route))
      const changed = await watch.touched()
      await watch.restore(changed)
      expect([route.id, reply.body.length, reply.body]).toEqual([
        route.id,
        expect.toSatisfy((length: number) => length < 100_000),
        expect.not.stringContaining('root:'),
      ])
      const { code = '', errorCount = 0 } = JSON.parse(reply.body)
      const refused = reply.statusCode >= 400 && reply.statusCode < 500 && changed.length === 0
      if (refused && /^(REGISTER|COLLECT|ORG)_/.test(code)) found.push([route.id, 'refused'])
      else
        found.push([
          route.id,
          reply.statusCode === 200 && errorCount > 0 ? 'told' : `${reply.statusCode} ${code}`,
        ])
    }
    expect(Object.fromEntries(found)).toEqual(DOORS)
    expect((await world.app.inject('/health')).statusCode).toBe(200)
  })
})
