import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problems } from '#kernel/contract/index.ts'
import { problemsOf, type ServerModule } from '#kernel/module.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { actionsOf, composeModules } from './compose.ts'
import { ROLES } from './roles.ts'

describe('the house put together', () => {
  let server: TestServer
  let modules: readonly ServerModule[]

  beforeAll(async () => {
    server = await startTestServer()
    modules = composeModules(server.services)
  })
  afterAll(() => server.close())

  const repeated = (values: readonly string[]) =>
    values.filter((value, index) => values.indexOf(value) !== index)

  it('should give every route, permission and problem a name of its own', () => {
    const routes = modules.flatMap(module => module.routes.map(({ contract }) => contract))
    expect(repeated(routes.map(route => route.id))).toEqual([])
    expect(repeated(routes.map(route => `${route.method} ${route.path}`))).toEqual([])
    expect(repeated(modules.flatMap(module => module.permissions.map(one => one.code)))).toEqual([])
    const codes = [...Object.values(problems), ...new Set(modules.flatMap(problemsOf))]
    expect(repeated([...new Set(codes)].map(problem => problem.code))).toEqual([])
  })

  it('should say every problem and permission in both languages', () => {
    const texts = [
      ...modules.flatMap(problemsOf).map(problem => problem.text),
      ...modules.flatMap(module => module.permissions.map(one => one.text)),
      ...modules.flatMap(module => module.routes.map(({ contract }) => contract.summary)),
      ...Object.values(actionsOf(modules)),
    ]
    for (const text of texts) {
      expect(text['zh-CN']).toMatch(/\p{Script=Han}/u)
      expect(text.en).toMatch(/[a-z]/i)
    }
  })

  it('should start with no action of the audit trail that two modules declare', () => {
    const words = { 'zh-CN': '甲', en: 'A' }
    const actions = { 'collect.report.submit': words }
    expect(actionsOf(modules)['collect.report.submit']).toMatchObject({ en: 'Submit a report' })
    expect(() => actionsOf([...modules, { actions }])).toThrow('collect.report.submit')
  })

  it('should let nothing be lost on the way out: an object of a reply says what it holds, or that it holds anything', () => {
    const silent = (schema: unknown, path: string): readonly string[] => {
      if (typeof schema !== 'object' || schema === null) return []
      const { type, ...rest } = schema as Record<string, unknown>
      const said = ['properties', 'additionalProperties', 'patternProperties'].some(name => name in rest)
      // The serialiser writes such an object as {}.
      if (type === 'object' && !said) return [path]
      return Object.entries(rest).flatMap(([name, member]) => silent(member, `${path}/${name}`))
    }
    const routes = modules.flatMap(module => module.routes.map(({ contract }) => contract))
    expect(routes.flatMap(route => silent(route.reply, route.id))).toEqual([])
  })

  it('should give built-in roles only permissions that a module declares', () => {
    const declared = new Set(modules.flatMap(module => module.permissions.map(one => one.code)))
    const unknown = ROLES.flatMap(role => role.permissions.filter(code => !declared.has(code)))
    expect(unknown).toEqual([])
  })

  it('should give every permission to some role', () => {
    const given = new Set(ROLES.flatMap(role => role.permissions))
    const declared = modules.flatMap(module => module.permissions.map(one => one.code))
    expect(declared.filter(code => !given.has(code))).toEqual([])
  })

  it('should keep the administrators from the daily work of statistics', () => {
    const administrators = ROLES.filter(role => role.administrator)
    expect(administrators.map(role => role.administrator).sort()).toEqual(['audit', 'security', 'system'])
    const business = administrators.flatMap(role =>
      role.permissions.filter(code => /^(catalog|register|collect|tabulate)\./.test(code)),
    )
    expect(business).toEqual([])
  })
})
