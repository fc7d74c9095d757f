import { Type } from 'typebox'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineRoute } from '#kernel/contract/index.ts'
import { type AnswerName, findAnswer, type KeptAnswer, keepAnswer } from '../session/kept-answers.ts'
import { call } from './call.ts'
import { contractVersion } from './contract-version.ts'
import { answerName, readOrKept } from './kept-read.ts'
import { keptOutdatedProblem, offlineProblem, RequestFailed } from './request-failed.ts'

vi.mock('./call.ts', () => ({ call: vi.fn() }))
vi.mock('../session/kept-answers.ts', () => ({ findAnswer: vi.fn(), keepAnswer: vi.fn(async () => true) }))

const routeWith = (reply: Parameters<typeof Type.Object>[0]) =>
  defineRoute({
    id: 'collect.openMyReport',
    method: 'GET',
    path: '/api/collect/my-report',
    summary: { 'zh-CN': '打开', en: 'Open' },
    permission: 'signed-in',
    reply: Type.Object(reply),
  })
const before = routeWith({ state: Type.String() })
const today = routeWith({ state: Type.String(), openInquiries: Type.Integer() })
const offline = new RequestFailed(offlineProblem)

/** Answers by name and version, as the device keeps them. */
function device(...kept: readonly (readonly [AnswerName, unknown])[]): void {
  vi.mocked(findAnswer).mockImplementation(async (_, { name, version }) => {
    const own = kept.filter(([one]) => one.name === name)
    const found = own.find(([one]) => one.version === version)
    if (found) return { at: '2026-11-21T01:00:00Z', reply: found[1] } satisfies KeptAnswer
    return own.length > 0 ? 'outdated' : null
  })
}

afterEach(() => vi.resetAllMocks())

describe('the version of a contract', () => {
  it('should differ where a reply gained, lost or changed a field, and only there', () => {
    const optional = routeWith({ state: Type.String(), openInquiries: Type.Optional(Type.Integer()) })
    const versions = [before, today, optional, routeWith({ state: Type.Integer() })].map(contractVersion)
    expect(new Set(versions).size).toBe(4)
    expect(contractVersion(routeWith({ state: Type.String() }))).toBe(contractVersion(before))
  })
})

describe('a read without network', () => {
  it('should give what was kept under the same contract', async () => {
    vi.mocked(call).mockRejectedValue(offline)
    device([answerName(today, {}), { state: 'draft', openInquiries: 0 }])
    expect(await readOrKept('a', today, {})).toEqual({
      reply: { state: 'draft', openInquiries: 0 },
      keptAt: '2026-11-21T01:00:00Z',
    })
  })

  it('should not show what pages of another version kept, and say that the network is needed', async () => {
    vi.mocked(call).mockRejectedValue(offline)
    device([answerName(before, {}), { state: 'draft' }])
    await expect(readOrKept('a', today, {})).rejects.toMatchObject({ problem: keptOutdatedProblem })
  })

  it('should say that there is no network where nothing was kept', async () => {
    vi.mocked(call).mockRejectedValue(offline)
    device()
    await expect(readOrKept('a', today, {})).rejects.toBe(offline)
  })
})

it('should keep the answer of the server under the version of its contract', async () => {
  vi.mocked(call).mockResolvedValue({ state: 'draft', openInquiries: 1 })
  expect((await readOrKept('a', today, {})).keptAt).toBeNull()
  expect(keepAnswer).toHaveBeenCalledWith('a', answerName(today, {}), { state: 'draft', openInquiries: 1 })
})
