import type { WriteContext } from '#kernel/context.ts'
import { Problem } from '#kernel/contract/index.ts'
import { INDUSTRY_FAULTS, importProblems } from '../contract.ts'
import { type IndustryRow, parseIndustryCsv } from '../industry-csv.ts'
import { decodeFile } from './import/read-table.ts'
import { allIndustries, replaceIndustries, usedCodes } from './industry-queries.ts'
import { INDUSTRY_KEY, INDUSTRY_SOURCE } from './mirror.ts'

export type IndustryImport = Readonly<{ added: number; changed: number; removed: number }>

/** A classification from CSV text (code, name, parent, level); raises the problem of its first wrong line. */
export function readIndustryFile(bytes: Buffer): readonly IndustryRow[] {
  const { rows, faults } = parseIndustryCsv(decodeFile(bytes).text)
  const [fault] = faults
  if (fault)
    throw new Problem(importProblems.industryFile, {
      line: fault.line,
      problem: INDUSTRY_FAULTS[fault.problem],
    })
  if (rows.length === 0) throw new Problem(importProblems.empty)
  return rows
}

/** Makes the classification exactly `rows`; a code that units use may not disappear. */
export async function importIndustries(
  context: WriteContext,
  rows: readonly IndustryRow[],
): Promise<IndustryImport> {
  const before = new Map((await allIndustries(context.tx)).map(row => [row.code, row]))
  const after = new Set(rows.map(row => row.code))
  const gone = [...before.keys()].filter(code => !after.has(code))
  const used = gone.length > 0 ? await usedCodes(context.tx, gone) : []
  if (used.length > 0) throw new Problem(importProblems.industryInUse, { codes: used.join(', ') })
  await replaceIndustries(context.tx, rows, gone)
  context.changed(INDUSTRY_SOURCE, [INDUSTRY_KEY])
  const changed = rows.filter(row => {
    const was = before.get(row.code)
    return was && (was.name !== row.name || was.level !== row.level || was.parent_code !== row.parent)
  }).length
  const result = {
    added: rows.filter(row => !before.has(row.code)).length,
    changed,
    removed: gone.length,
  }
  context.audit({
    action: 'register.industry.import',
    subject: { kind: 'classification', id: 'industry' },
    detail: result,
  })
  return result
}
