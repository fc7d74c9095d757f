/** Serves the built screens: `/` the reporter, `/console/` the console; unknown pages get their shell. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { Problem, problemBody, problems } from '#kernel/contract/index.ts'

const folder = resolve(import.meta.dirname, '../../dist/web')

export async function serveWeb(app: FastifyInstance): Promise<void> {
  if (!existsSync(folder)) return
  await app.register(async scope => {
    scope.addHook('onRoute', route => {
      route.config = { ...route.config, asset: true }
    })
    await scope.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const lasting = path.includes(`${join('web', 'assets')}/`)
        reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
    scope.get('/*', { schema: { hide: true } }, async (request, reply) => {
      const path = request.url.split('?')[0] ?? '/'
      if (path.startsWith('/api/') || path.startsWith('/assets/')) {
        return reply.status(404).send(problemBody(new Problem(problems.notFound), request.id))
      }
      if (path === '/console') return reply.redirect('/console/')
      return reply.sendFile(path.startsWith('/console/') ? 'console/index.html' : 'index.html')
    })
  })
}
