import { definition, tabulationDraft } from '../support/world.ts'
import { type Asking, of, open, type Requests } from './ask.ts'

const table: Asking = (_place, _world, mine) => ({ params: { id: mine.tabulation } })
const run: Asking = (_place, world) => ({
  body: { formVersionId: world.forms.published, definition: definition() },
})

export const tabulate: Requests = {
  'tabulate.listSources': open(),
  'tabulate.listCodes': open(() => ({ query: { dimension: 'region', edition: '2023' } })),
  'tabulate.listTabulations': open(),
  'tabulate.readTabulation': of(table),
  'tabulate.createTabulation': open((_place, world) => ({ body: tabulationDraft(world, 0) })),
  'tabulate.changeTabulation': of((...asked) => ({
    ...table(...asked),
    body: tabulationDraft(asked[1], 0),
  })),
  'tabulate.deleteTabulation': of(table),
  'tabulate.readFigures': open(),
  'tabulate.runTabulation': open(run),
  // Another county's cell is empty: the reach is part of the question, so the row does not exist.
  'tabulate.drillCell': of((place, world) => ({
    body: {
      formVersionId: world.forms.published,
      definition: definition(),
      target: { path: [{ dimension: 'region', level: 'county', code: place.county }], column: 'output' },
    },
  })),
  'tabulate.exportTabulation': open((place, world, mine) => ({
    body: { ...(run(place, world, mine).body as object), name: { 'zh-CN': '产值' }, locale: 'zh-CN' },
  })),
}
