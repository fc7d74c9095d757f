import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mirrorDifferences } from './mirror-rows.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhitong-rows-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function mirror(name: string, statements: string): Promise<string> {
  const file = join(folder, name)
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  await connection.run(
    `create table mirror_position (snapshot varchar); insert into mirror_position values ('${name}')`,
  )
  await connection.run(statements)
  connection.closeSync()
  instance.closeSync()
  return file
}

const TABLES = `create table dim (code varchar, parts struct(a int, b varchar));
  create table report_1 (unit_id int, output decimal(18,2), packed varchar[]);
  insert into dim values ('43', {a: 1, b: 'x'}), ('44', null);`
const ROWS = `insert into report_1 values (1, 1.50, ['a']), (1, 1.50, ['a']), (2, null, null)`

it('should find two mirrors equal whatever the order of their rows, and where each has read to', async () => {
  const one = await mirror('one', TABLES + ROWS)
  const other = await mirror(
    'other',
    `${TABLES}insert into report_1 values (2, null, null);${ROWS};
    delete from report_1 where unit_id = 2; insert into report_1 values (2, null, null)`,
  )
  expect(await mirrorDifferences(one, other)).toEqual([])
})

it.each([
  [
    'a row that is missing',
    'delete from report_1 where unit_id = 2',
    /lacks 1 rows of report_1: .*"unit_id":2/,
  ],
  ['a row twice', `insert into dim values ('44', null)`, /has too much 1 rows of dim/],
  ['a row once that is there twice', 'delete from report_1 where rowid = 0', /lacks 1 rows of report_1/],
  [
    'another value within a value',
    `update dim set parts = {a: 1, b: 'y'} where code = '43'`,
    /lacks 1 rows of dim/,
  ],
  ['a table that is missing', 'drop table dim', /dim has the columns undefined, rebuilt code VARCHAR/],
  [
    'another type',
    'alter table report_1 alter unit_id type bigint',
    /report_1 has the columns unit_id BIGINT/,
  ],
])('should see %s', async (_what, change, line) => {
  const rebuilt = await mirror('rebuilt', TABLES + ROWS)
  const drained = await mirror('drained', `${TABLES}${ROWS};${change}`)
  expect((await mirrorDifferences(drained, rebuilt)).join('\n')).toMatch(line)
})
