import { direct, type RouteBinding, read, write } from '#kernel/http/binding.ts'
import { receiveFile } from '#kernel/http/receive-file.ts'
import { parseSearch } from '#kernel/search-text.ts'
import type { Services } from '#kernel/services.ts'
import * as applications from '../../contract/applications.ts'
import * as own from '../../contract/own-unit.ts'
import { applicationProblems, importProblems, MAX_PAPER_BYTES, registerPermissions } from '../../contract.ts'
import { countsByMonth } from './application-queries.ts'
import { approveMany, refuseMany, withdraw } from './decide.ts'
import { changeOwnUnit, readOwnUnit, withdrawOwn } from './own-unit.ts'
import { givePaper, takePaper } from './papers.ts'
import { proposeApplication } from './propose.ts'
import { readApplicationList, readApplicationPage, readMonths } from './read-applications.ts'

const PAPER_REFUSALS = { ...importProblems, empty: applicationProblems.paperEmpty }

export const applicationRoutes = (services: Services): readonly RouteBinding[] => [
  read(applications.listApplications, (context, { query }) => readApplicationList(context, query)),
  read(applications.countApplications, async (context, { query }) => ({
    items: await countsByMonth(context.tx, context.reach(registerPermissions.read.code), {
      ...query,
      search: parseSearch(query.search),
    }),
  })),
  read(applications.listApplicationMonths, context => readMonths(context)),
  read(applications.readApplication, (context, { params }) =>
    readApplicationPage(context, params.applicationId),
  ),
  ...[applications.uploadPaper, own.uploadMyPaper].map(route =>
    direct(route, async (base, _input, { request }) => {
      const file = await receiveFile(request, MAX_PAPER_BYTES, PAPER_REFUSALS)
      return takePaper(services, base, file)
    }),
  ),
  direct(applications.downloadPaper, (base, { params }, { reply }) =>
    givePaper(services, base, params, reply),
  ),
  write(applications.propose, (context, { body }) => proposeApplication(context, body)),
  write(applications.withdrawApplication, (context, { params }) => withdraw(context, params.applicationId)),
  write(applications.refuseApplications, (context, { body }) => refuseMany(context, body)),
  write(applications.approveApplications, (context, { body }) => approveMany(context, body)),
  read(own.readMyUnit, context => readOwnUnit(context)),
  write(own.changeMyUnit, (context, { body }) => changeOwnUnit(context, body)),
  write(own.withdrawMyChange, (context, { params }) => withdrawOwn(context, params.applicationId)),
]
