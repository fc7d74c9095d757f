import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { creditCode } from '#tests/support/office.ts'
import { unitFile } from '../support/world.ts'
import { type Asking, of, open, type Requests, whole } from './ask.ts'

const INDUSTRIES = readFileSync(
  resolve(import.meta.dirname, '../../../modules/stats/register/data/industry-gbt4754-2017.csv'),
  'utf8',
)
const WHY = '按年报核实'
const unit = (place: { village: string }) => ({
  creditCode: creditCode(301, place.village.slice(0, 6)),
  kind: 'legal',
  name: '新厂',
  regionCode: place.village,
  industryCode: '3071',
  registerType: '112',
  sizeClass: 'small',
  aboveThreshold: true,
  attributes: {},
  validFrom: '2026-11-01',
})
const application: Asking = place => ({ params: { applicationId: place.application } })
const imported: Asking = (_place, _world, mine) => ({ params: { importId: mine.import } })

export const register: Requests = {
  'register.listUnits': open(() => ({ query: { state: 'all' } })),
  'register.exportUnits': open(() => ({ query: { state: 'all' } })),
  'register.readUnit': of(place => ({ params: { unitId: place.submitted } })),
  'register.addUnit': of(place => ({ body: unit(place) })),
  'register.changeUnit': of(place => ({
    params: { unitId: place.submitted },
    body: { validFrom: '2026-11-01', note: WHY, version: 1, changes: { name: '改名厂' } },
  })),
  'register.correctCodes': of(place => ({
    params: { unitId: place.submitted },
    body: { creditCode: creditCode(302), localCode: null, note: WHY, version: 1 },
  })),
  'register.exitUnit': of(place => ({
    params: { unitId: place.submitted },
    body: { exitedOn: '2026-11-01', reason: 2, note: WHY, version: 1 },
  })),
  'register.reinstateUnit': of(place => ({
    params: { unitId: place.exited },
    body: { note: WHY, version: 2 },
  })),
  // Whether a code is taken anywhere is for everyone to know who enters units: it is the key of the register.
  'register.checkCreditCode': open(() => ({ query: { code: creditCode(301) } })),
  'register.uploadImport': open(place => ({ file: { name: 'units.csv', bytes: unitFile(place.county) } })),
  'register.previewImport': of((_place, _world, mine) => ({
    params: { importId: mine.import },
    body: {
      validFrom: '2026-11-01',
      encoding: 'utf-8',
      separator: ',',
      mapping: {
        fields: {
          creditCode: { column: '统一社会信用代码' },
          name: { column: '单位详细名称' },
          kind: { column: '单位类型' },
          regionCode: { column: '统计用区划代码' },
        },
      },
    },
  })),
  'register.applyImport': of(imported),
  'register.cancelImport': of(imported),
  'register.listImports': open(),
  'register.readImport': of(imported),
  'register.listImportLines': of(imported),
  'register.listApplications': open(),
  'register.countApplications': open(),
  'register.listApplicationMonths': open(),
  'register.readApplication': of(application),
  'register.uploadPaper': open(() => ({ file: { name: 'paper.pdf', bytes: '%PDF-1.7' } })),
  'register.downloadPaper': of(place => ({
    params: { applicationId: place.application, fileId: place.paper },
  })),
  'register.propose': of((place, _world, mine) => ({
    body: {
      kind: 'change',
      unitId: place.submitted,
      changes: { name: '改名厂' },
      month: '2026-M11',
      note: WHY,
      papers: [mine.paper],
    },
  })),
  'register.withdrawApplication': of(application),
  'register.refuseApplications': of(place => ({
    body: { applicationIds: [place.application], reason: WHY },
  })),
  'register.approveApplications': of(place => ({
    body: { applications: [{ applicationId: place.application, effectiveOn: '2026-11-01' }] },
  })),
  'register.readMyUnit': open(),
  'register.uploadMyPaper': open(() => ({ file: { name: 'paper.pdf', bytes: '%PDF-1.7' } })),
  'register.changeMyUnit': open(() => ({
    body: { changes: { attributes: { telephone: '0731-28800000' } }, note: WHY, papers: [] },
  })),
  'register.withdrawMyChange': of(application),
  'register.listIndustries': open(),
  'register.readCodelist': open(() => ({ params: { name: 'gbt4754:class' } })),
  'register.importIndustries': whole(() => ({ file: { name: 'industries.csv', bytes: INDUSTRIES } })),
  'register.listRegisterTypes': open(),
}
