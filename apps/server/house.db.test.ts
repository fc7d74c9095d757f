import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problems } from '#kernel/contract/index.ts'
import { problemsOf, type ServerModule } from '#kernel/module.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { actionsOf, composeModules, composeServer } from './compose.ts'
import { ROLES } from './roles.ts'

/** Each POST without an idempotency key, and what makes its repetition harmless. */
const SAFE_TO_REPEAT: Readonly<Record<string, string>> = {
  'access.signIn': 'another session, which the cookie replaces',
  'access.passSecondFactor': 'a code works once',
  'access.confirmSecondFactor': 'a code works once',
  'access.beginSecondFactor': 'a new secret in place of the unconfirmed one',
  'access.createOrganisation': 'its name is unique under its parent',
  'access.createAccount': 'its sign-in name is unique',
  'access.createColleague': 'its sign-in name is unique',
  'access.createEnterpriseAccounts': 'units that have an account are left out',
  'access.disableAccount': 'ends in the same state',
  'access.enableAccount': 'ends in the same state',
  'access.unlockAccount': 'ends in the same state',
  'access.resetPassword': 'another password, of which the last one counts',
  'access.resetSecondFactor': 'ends in the same state',
  'access.createRole': 'its code is unique',
  'access.giveGrant': 'a grant is unique',
  'access.saveView': 'a name is unique in its list',
  'access.markInboxRead': 'ends in the same state',
  'access.verifyAudit': 'changes nothing',
  'access.previewOutlines': 'changes nothing',
  'catalog.checkForm': 'changes nothing',
  'catalog.importDraft': 'names the draft it was made from',
  'catalog.publishVersion': 'a version is published once',
  'catalog.retireVersion': 'ends in the same state',
  'register.addUnit': 'its codes are unique',
  'register.exitUnit': 'a unit leaves once',
  'register.uploadPaper': 'a paper counts once it is attached',
  'register.uploadMyPaper': 'a paper counts once it is attached',
  'register.withdrawApplication': 'ends in the same state',
  'register.withdrawMyChange': 'ends in the same state',
  'register.refuseApplications': 'an application is decided once',
  'register.approveApplications': 'an application is decided once',
  'register.uploadImport': 'an upload changes nothing until it is applied',
  'register.previewImport': 'a preview in place of the one before',
  'register.applyImport': 'an import is applied once',
  'register.cancelImport': 'ends in the same state',
  'register.importIndustries': 'the same classes in their place',
  'tabulate.runTabulation': 'changes nothing',
  'tabulate.drillCell': 'changes nothing',
  'tabulate.exportTabulation': 'changes nothing',
  'collect.discardDraft': 'names the draft’s version',
  'collect.sendDraftBack': 'names the draft’s version',
  'collect.takeDraftBack': 'names the draft’s version',
  'collect.submitReport': 'carries the client’s own id of the submission',
  'collect.stayAtReport': 'ends in the same state',
  'collect.sendBackReport': 'a report is sent back once',
  'collect.acceptReport': 'a level accepts once',
  'collect.acceptReports': 'a level accepts once',
  'collect.withdrawAcceptance': 'an acceptance is withdrawn once',
  'collect.reviewExplanation': 'ends in the same state',
  'collect.correctReport': 'carries the client’s own id of the correction',
  'collect.extendReport': 'ends at the same deadline',
  'collect.closeInquiry': 'ends in the same state',
  'collect.cancelAcceptance': 'ends in the same state',
  'collect.cancelReminder': 'ends in the same state',
  'collect.previewFrame': 'changes nothing',
  'collect.issueCollection': 'a form is issued once for a period',
  'collect.closeCollection': 'ends in the same state',
  'collect.uploadReturns': 'an upload changes nothing until it is applied',
  'collect.previewReturns': 'a preview in place of the one before',
  'collect.applyReturns': 'an import is applied once',
  'collect.cancelReturns': 'ends in the same state',
}

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

  it('should refuse to start with a route whose permission no module declares', async () => {
    const [access, ...others] = modules as [ServerModule, ...ServerModule[]]
    const { binding, contract } = { binding: access.routes[0]!, contract: access.routes[0]!.contract }
    const strange = { ...binding, contract: { ...contract, permission: 'access.unheard' } }
    const composed = composeServer(server.services, {
      modules: [{ ...access, routes: [strange] }, ...others],
    })
    await expect(composed).rejects.toThrow('access.unheard')
  })

  it('should repeat no act that is asked twice: each POST has a key, or a reason to need none', () => {
    const posts = modules.flatMap(module =>
      module.routes.map(({ contract }) => contract).filter(({ method }) => method === 'POST'),
    )
    const bare = posts.filter(route => route.idempotency !== 'key').map(route => route.id)
    expect(bare.toSorted()).toEqual(Object.keys(SAFE_TO_REPEAT).toSorted())
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
