import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { COUNTED, type CountRequest, createRequestCount } from './limits.ts'

describe('counting requests', () => {
  let app: FastifyInstance
  let count: CountRequest

  beforeEach(async () => {
    app = fastify()
    await app.register(rateLimit, { global: false })
    count = createRequestCount(app, { perAccount: 1, perAddress: 1 })
  })
  afterEach(() => app.close())

  const from = (number: number) =>
    ({ ip: `10.0.${number >> 8}.${number & 255}`, session: null, routeOptions: {} }) as FastifyRequest
  const by = (accountId: number) =>
    ({ ip: '10.0.0.1', session: { actor: { accountId } }, routeOptions: {} }) as FastifyRequest

  it.each([
    ['addresses', from],
    ['accounts', by],
  ] as const)(
    'should still know who has used up an allowance among as many %s as it counts',
    async (_, request) => {
      for (let number = 0; number < COUNTED; number += 1) await count(request(number))
      await expect(count(request(0))).rejects.toMatchObject({ type: { code: 'TOO_MANY_REQUESTS' } })
    },
  )
})
