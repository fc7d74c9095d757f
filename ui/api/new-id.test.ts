import { afterEach, expect, it, vi } from 'vitest'
import { newId } from './new-id.ts'

const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

afterEach(() => vi.unstubAllGlobals())

it('should be a random UUID, also on a page that came without https', () => {
  expect(newId()).toMatch(UUID4)
  const { getRandomValues } = crypto
  vi.stubGlobal('crypto', { getRandomValues: getRandomValues.bind(crypto) })
  const ids = Array.from({ length: 50 }, newId)
  for (const id of ids) expect(id).toMatch(UUID4)
  expect(new Set(ids).size).toBe(50)
})
