/** Forms are everyone's to read; whoever designs and publishes is bound to the programmes of the office and to subjects. */
import { formYaml } from '../support/forms.ts'
import { type Asking, of, open, type Requests } from './ask.ts'

const published: Asking = (_place, world) => ({ params: { versionId: world.forms.published } })
const foreign = <T>(place: object, world: { own: object }, own: T, other: T): T =>
  place === world.own ? own : other
const publishedOfPlace: Asking = (place, world) => ({
  params: { versionId: foreign(place, world, world.forms.published, world.forms.foreignPublished) },
})
const draftOfPlace: Asking = (place, world) => ({
  params: { versionId: foreign(place, world, world.forms.draft, world.forms.foreignDraft) },
})

export const catalog: Requests = {
  'catalog.listProgrammes': open(),
  'catalog.saveProgramme': of((place, world) => ({
    params: { code: foreign(place, world, 'test', 'test2') },
    body: {
      name: { 'zh-CN': '测试制度' },
      issuer: '国家统计局',
      approvalNumber: '国统制〔2026〕1号',
      validFrom: '2024-01',
      validUntil: '2027-12',
    },
  })),
  'catalog.listForms': open(),
  'catalog.listSubjectFrequencies': open(),
  'catalog.readForm': open(() => ({ params: { code: 'T100' } })),
  'catalog.readVersion': open(published),
  'catalog.compareVersions': open((_place, { forms }) => ({
    params: { versionId: forms.draft },
    query: { from: forms.published },
  })),
  'catalog.exportVersion': open(published),
  'catalog.checkForm': open(() => ({ body: { source: formYaml('T100', 'industry') } })),
  'catalog.importDraft': of((place, world) => ({
    body: {
      source: foreign(place, world, formYaml('T100', 'industry', '再改'), formYaml('T200', 'trade', '再改')),
    },
  })),
  'catalog.publishVersion': of(draftOfPlace),
  'catalog.retireVersion': of(publishedOfPlace),
  'catalog.discardDraft': of(draftOfPlace),
}
