import { artificialFile } from '#tests/support/artificial-outlines.ts'
import { PASSWORD } from '#tests/support/people.ts'
import { type Asking, of, open, type Requests, whole } from './ask.ts'

const account: Asking = place => ({ params: { id: place.account } })
const organisation = (place: { county: string }) => ({
  parentId: null,
  name: '统计站',
  kind: 'bureau',
  regionCode: place.county,
})
const role = { name: { 'zh-CN': '核算员', en: 'Accountant' }, permissions: ['collect.progress.read'] }

const EDITION = { edition: '2023' }
const outlines = (place: { township: string }) => ({
  params: EDITION,
  file: { name: 'outlines.geojson', bytes: artificialFile([{ code: place.township }]) },
})

export const access: Requests = {
  'access.readSession': open(),
  'access.signIn': open(() => ({ body: { signInName: 'caller-leader', password: PASSWORD } })),
  'access.signOut': open(),
  'access.passSecondFactor': open(() => ({ body: { code: '123456' } })),
  'access.changePassword': open(() => ({ body: { current: PASSWORD, next: 'Another-Horse-10' } })),
  'access.beginSecondFactor': open(),
  'access.confirmSecondFactor': open(() => ({ body: { code: '123456' } })),
  'access.setLocale': open(() => ({ body: { locale: 'en' } })),
  'access.listMySessions': open(),
  'access.endMySession': of((_place, _world, mine) => ({ params: { id: mine.session } })),
  'access.signOutEverywhere': open(),
  'access.listRegionEditions': open(),
  'access.listRegions': open(),
  'access.readRegion': open(place => ({ params: { code: place.county } })),
  'access.listRegionLinks': open(() => ({ query: { from: '2017', to: '2023' } })),
  'access.listOutlineSets': whole(),
  'access.readOutlineSet': open(() => ({ params: EDITION })),
  'access.readOutlines': open(place => ({ params: { ...EDITION, parent: place.county } })),
  'access.previewOutlines': whole(outlines),
  'access.loadOutlines': whole(place => ({
    ...outlines(place),
    query: { approvalNumber: '测S(2026)002号', source: '蜂窝' },
  })),
  'access.removeOutlines': whole(() => ({ params: EDITION })),
  'access.listOrganisations': open(),
  'access.createOrganisation': of(place => ({ body: organisation(place) })),
  'access.changeOrganisation': of(place => ({
    params: { id: place.organisation },
    body: organisation(place),
  })),
  'access.removeOrganisation': of(place => ({ params: { id: place.vacantOrganisation } })),
  'access.listInbox': open(),
  'access.countUnread': open(),
  'access.markInboxRead': open(() => ({ body: { ids: 'all' } })),
  'access.live': open(),
  'access.listSavedViews': open(() => ({ query: { list: 'register.units' } })),
  'access.saveView': open(() => ({ body: { list: 'register.units', name: '小型', address: 'size=small' } })),
  'access.changeView': of((_place, _world, mine) => ({ params: { id: mine.view }, body: { name: '中型' } })),
  'access.removeView': of((_place, _world, mine) => ({ params: { id: mine.view } })),
  'access.listAccounts': open(),
  'access.createAccount': of(place => ({
    body: { signInName: 'newcomer', displayName: '新人', organisationId: place.organisation, phone: null },
  })),
  'access.createColleague': of(place => ({
    params: { id: place.reporter },
    body: { signInName: 'colleague', displayName: '同事', phone: null },
  })),
  'access.createEnterpriseAccounts': of(place => ({ body: { unitIds: [place.exited] } })),
  'access.listUnitsWithoutAccount': open(),
  'access.disableAccount': of(account),
  'access.enableAccount': of(account),
  'access.unlockAccount': of(account),
  'access.resetPassword': of(account),
  'access.resetSecondFactor': of(account),
  'access.listSettings': open(),
  'access.changeSetting': whole(() => ({
    params: { key: 'site.helpContact' },
    body: { value: '0731-28680000' },
  })),
  'access.listRoles': open(),
  'access.createRole': whole(() => ({ body: { code: 'accountant', ...role } })),
  'access.changeRole': whole(() => ({ params: { code: 'office-made' }, body: role })),
  'access.removeRole': whole(() => ({ params: { code: 'office-made' } })),
  'access.listGrants': open(),
  'access.giveGrant': of(place => ({
    params: { id: place.account },
    body: { role: 'county-statistician', regionCode: place.county, unitId: null, subjects: null },
  })),
  'access.revokeGrant': of(place => ({ params: { id: place.grant } })),
  'access.listAudit': whole(),
  'access.exportAudit': whole(),
  'access.verifyAudit': whole(),
}
