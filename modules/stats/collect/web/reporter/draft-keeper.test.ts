import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { offlineProblem, RequestFailed } from '#ui/api/request-failed.ts'
import type { Content } from './content.ts'
import { createDraftKeeper, type KeeperOptions, type OtherSide } from './draft-keeper.ts'
import type { LocalCopy } from './local-copy.ts'

const content = (M13: string, unread: Content['unread'] = []): Content => ({
  values: { cells: M13 === '' ? {} : { M13 } },
  explanations: {},
  unread,
})
const keyOf: KeeperOptions['keyOf'] = one => JSON.stringify([one.values.cells, one.explanations])
const blank = content('')
const savedAt = '2026-11-21T02:32:00.000Z'

function conflict(other: Partial<OtherSide>): RequestFailed {
  const detail = { by: '王芳', savedAt, version: 7, revisionNo: 0, explanations: {}, ...other }
  const message = { 'zh-CN': '冲突', en: 'conflict' }
  return new RequestFailed({ code: 'COLLECT_DRAFT_CONFLICT', status: 409, message, detail })
}

function setup(options: Partial<KeeperOptions> = {}, storageWorks = true) {
  const copies: (LocalCopy | null)[] = []
  const save = vi.fn<KeeperOptions['save']>(async (_, { version }) => ({ version: version + 1, savedAt }))
  const store = {
    name: 'copy',
    write: (copy: LocalCopy) => {
      if (storageWorks) copies.push(copy)
      return storageWorks
    },
    clear: () => void copies.push(null),
  }
  const standing = { version: 0, baseRevision: 0 }
  const keeper = createDraftKeeper({ standing, saved: blank, savedAt: null, keyOf, store, save, ...options })
  return { keeper, save, copies }
}

const pause = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('keeping a draft', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('should hold every change on this device at once and on the server after a pause', async () => {
    const { keeper, save, copies } = setup()
    keeper.change(content('1'))
    expect(copies.at(-1)?.content.values.cells.M13).toBe('1')
    expect(keeper.state().kind).toBe('pending')
    keeper.change(content('12'))
    await pause(700)
    expect(save).not.toHaveBeenCalled()
    await pause(200)
    expect(save).toHaveBeenCalledExactlyOnceWith(content('12'), { version: 0, baseRevision: 0 })
    expect(keeper.state()).toEqual({ kind: 'saved', at: savedAt })
    expect(keeper.standing().version).toBe(1)
    expect(copies.at(-1)).toBeNull()
  })

  it('should not wait for ever when somebody types without a pause', async () => {
    const { keeper, save } = setup()
    for (let letter = 1; letter <= 12; letter++) {
      keeper.change(content('1'.repeat(letter)))
      await pause(500)
    }
    expect(save).toHaveBeenCalled()
  })

  it('should save one at a time, what was typed meanwhile upon the version that came back', async () => {
    const { keeper, save, copies } = setup()
    const { promise, resolve: answer } = Promise.withResolvers<{ version: number; savedAt: string }>()
    save.mockImplementationOnce(() => promise)
    keeper.change(content('1'))
    await pause(900)
    keeper.change(content('12'))
    await pause(5_000)
    expect(save).toHaveBeenCalledOnce()
    answer({ version: 1, savedAt })
    await pause(0)
    expect(copies.at(-1)).toMatchObject({ standing: { version: 1 }, content: content('12') })
    await pause(900)
    expect(save).toHaveBeenLastCalledWith(content('12'), { version: 1, baseRevision: 0 })
  })

  it('should keep the content here and go on trying while the network is away', async () => {
    const { keeper, save, copies } = setup()
    save.mockRejectedValueOnce(new RequestFailed(offlineProblem))
    keeper.change(content('1'))
    await pause(900)
    expect(keeper.state()).toMatchObject({ kind: 'failed', retrying: true })
    expect(copies.at(-1)?.content).toEqual(content('1'))
    keeper.change(content('12'))
    await pause(2_100)
    expect(keeper.state().kind).toBe('saved')
    expect(save).toHaveBeenLastCalledWith(content('12'), { version: 0, baseRevision: 0 })
  })

  it('should not take its own save for another person when only the answer was lost', async () => {
    const { keeper, save } = setup()
    save.mockRejectedValueOnce(new RequestFailed(offlineProblem))
    save.mockRejectedValueOnce(conflict({ version: 1, values: content('1').values }))
    keeper.change(content('1'))
    await pause(900)
    keeper.change(content('12'))
    await pause(3_000)
    expect(keeper.state().kind).toBe('saved')
    expect(save).toHaveBeenLastCalledWith(content('12'), { version: 1, baseRevision: 0 })
  })

  it('should stop at what another person saved until it is resolved, and save upon their version', async () => {
    const { keeper, save, copies } = setup()
    save.mockRejectedValueOnce(conflict({ values: content('9').values }))
    keeper.change(content('1'))
    await pause(900)
    const state = keeper.state()
    expect(state).toMatchObject({ kind: 'conflict', other: { by: '王芳', version: 7 } })
    keeper.change(content('12'))
    await pause(60_000)
    await keeper.flush()
    expect(save).toHaveBeenCalledOnce()
    expect(copies.at(-1)?.content).toEqual(content('12'))
    if (state.kind !== 'conflict') throw new Error('no conflict')
    keeper.resolve(content('12'), state.other)
    await pause(0)
    expect(save).toHaveBeenLastCalledWith(content('12'), { version: 7, baseRevision: 0 })
    expect(keeper.state().kind).toBe('saved')
  })

  it('should say when neither the server nor this device holds it', async () => {
    const { keeper, save } = setup({}, false)
    save.mockRejectedValue(new RequestFailed(offlineProblem))
    keeper.change(content('1'))
    await pause(900)
    expect(keeper.kept()).toBe(false)
    expect(keeper.state().kind).toBe('failed')
    keeper.finish()
  })

  it('should not repeat what the server refuses until something changes', async () => {
    const { keeper, save } = setup()
    const message = { 'zh-CN': '截止', en: 'closed' }
    save.mockRejectedValueOnce(new RequestFailed({ code: 'COLLECT_CLOSED', status: 409, message }))
    keeper.change(content('1'))
    await pause(120_000)
    expect(save).toHaveBeenCalledOnce()
    expect(keeper.state()).toMatchObject({ kind: 'failed', retrying: false })
  })

  it('should keep typed text that is no value here only, and nothing once all is taken back', async () => {
    const { keeper, save, copies } = setup()
    keeper.change(content('', [{ cell: 'M13', text: '12a' }]))
    await pause(10_000)
    expect(save).not.toHaveBeenCalled()
    expect(copies.at(-1)?.content.unread).toEqual([{ cell: 'M13', text: '12a' }])
    keeper.change(content(''))
    expect(copies.at(-1)).toBeNull()
  })
})
