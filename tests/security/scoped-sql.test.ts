/**
 * Rows of units are reached through `within` or `unscoped` (kernel/db/tx.ts). The types say so where a query is built;
 * here the same is asked of SQL that is written by hand, declaration by declaration.
 */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ReadTx, WriteTx } from '#kernel/db/tx.ts'

const SCOPED =
  /\b(?:from|join|update|into|using)\s+(?:register\.(?:unit|application|unit_attribute|unit_event|import_line)|collect\.(?:report|draft|revision|finding|event|acceptance_report|presence|inquiry|inquiry_message|workbook_mapping|unit_steps|unit_person))\b/
const GUARD =
  /\b(?:unscoped|ofFound|ofOwn|reachPredicate|within|reportsWithin|filteredReports|fillableWithin|inReach)\(/

/** Pieces of SQL that are put together elsewhere, and rows that are only added. */
const REASONS: Readonly<Record<string, string>> = {
  'modules/stats/collect/server/queries/mirror.ts':
    'every report goes to the mirror; who reads there has a reach',
  'modules/stats/collect/server/queries/risk.ts':
    'pieces about the reports of a list, which is limited by its reach, as the sums are',
  'apps/cli/demo-city/seed-units.ts': 'the demonstration city is made as a whole',
  'apps/cli/demo-city/seed-reports.ts': 'the demonstration city is made as a whole',
}

type Declaration = Readonly<{ name: string; text: string }>

const declarationsOf = (source: string): readonly Declaration[] =>
  source
    .split(/^(?=(?:export )?(?:async )?(?:function|const|class|type) )/m)
    .map(text => ({ name: /(?:function|const|class|type) (\w+)/.exec(text)?.[1] ?? '', text }))

const inserts = (text: string): boolean => !SCOPED.test(text.replace(/insert into\s+[\w.]+/g, ''))

/** Guarded itself, or named only by declarations that are. */
function isGuarded(one: Declaration, all: readonly Declaration[], seen: readonly string[] = []): boolean {
  if (GUARD.test(one.text)) return true
  if (one.text.startsWith('export') || seen.includes(one.name)) return false
  const users = all.filter(other => other !== one && new RegExp(`\\b${one.name}\\b`).test(other.text))
  return users.length > 0 && users.every(user => isGuarded(user, all, [...seen, one.name]))
}

const faultsOf = (source: string): readonly string[] => {
  const all = declarationsOf(source)
  return all
    .filter(({ text }) => SCOPED.test(text) && !inserts(text))
    .filter(one => !isGuarded(one, all))
    .map(one => one.name)
}

describe('SQL written by hand', () => {
  it('should reach rows of units only with a reach, or with a reason', () => {
    const files = globSync(['kernel/**/*.ts', 'modules/**/*.ts', 'apps/**/*.ts'], {
      exclude: ['**/*.test.ts', '**/node_modules/**'],
    })
    const found = files.flatMap(file => faultsOf(readFileSync(file, 'utf8')).map(name => `${file} ${name}`))
    expect(found.filter(fault => !REASONS[fault.split(' ')[0] as string])).toEqual([])
  })

  it('should be found wherever it is written', () => {
    const query = 'sql`select 1 from collect.revision v`'
    expect(faultsOf(`export const a = tx => ${query}.execute(tx)`)).toEqual(['a'])
    expect(faultsOf(`const part = ${query}\nexport const a = tx => part.execute(tx)`)).toEqual(['part'])
    expect(faultsOf(`export const a = tx => ${query}.execute(unscoped(tx, 'why'))`)).toEqual([])
    expect(
      faultsOf('export const a = tx => sql`insert into collect.event (id) select 1`.execute(tx)'),
    ).toEqual([])
  })
})

describe('a transaction', () => {
  it('should not compile a write in a read, nor rows of units without a scope', () => {
    const compiled = (read: ReadTx, write: WriteTx) => [
      // @ts-expect-error a read writes nothing
      read.insertInto,
      // @ts-expect-error rows of units
      () => read.selectFrom('collect.report'),
      // @ts-expect-error what hangs on them
      () => read.selectFrom('collect.revision'),
      // @ts-expect-error nor joined to something open
      () => read.selectFrom('collect.collection').innerJoin('collect.draft', 'id', 'collection_id'),
      // @ts-expect-error nor changed
      () => write.updateTable('register.unit'),
      // @ts-expect-error nor deleted
      () => write.deleteFrom('collect.finding'),
    ]
    expect(compiled).toBeTypeOf('function')
  })
})
