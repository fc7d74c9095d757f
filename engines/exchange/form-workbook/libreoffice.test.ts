import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Workbook } from '@cj-tech-master/excelts'
import { expect, it } from 'vitest'
import { type FormSpec, importForm } from '../../form/index.ts'
import { fileChanges, readFormWorkbook, writeFormWorkbook } from './index.ts'

const folder = new URL('../../../modules/stats/catalog/forms/', import.meta.url)
const specOf = (name: string): FormSpec => importForm(readFileSync(new URL(name, folder), 'utf8')).spec!
const office = spawnSync('soffice', ['--version']).status === 0

/** The file as LibreOffice saves it. */
function savedByOffice(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const place = mkdtempSync(join(tmpdir(), 'zhitong-form-'))
  try {
    writeFileSync(join(place, 'form.xlsx'), bytes)
    const profile = `-env:UserInstallation=file://${join(place, 'profile')}`
    const out = join(place, 'out')
    const args = [profile, '--headless', '--convert-to', 'xlsx', '--outdir', out, join(place, 'form.xlsx')]
    execFileSync('soffice', args, { stdio: 'ignore' })
    return Uint8Array.from(readFileSync(join(out, 'form.xlsx')))
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

it.skipIf(!office)(
  'should be read back after LibreOffice has saved it',
  async () => {
    const spec = specOf('B204-2.yaml')
    const identity = {
      formCode: spec.code,
      formVersionId: 1,
      period: '2026-M10',
      unitId: 1,
      unitName: '甲厂',
    }
    const section = spec.sections.find(one => one.kind === 'rows')!
    const [key = ''] = Object.values(spec.codelists ?? {})[0]!.map(({ code }) => code)
    const values = { cells: { S01: '=甲' }, rows: { [section.id]: [{ key, cells: {} }] } }
    const bytes = await writeFormWorkbook({ identity, spec, values, locale: 'zh-CN', demonstration: true })
    const book = new Workbook()
    await book.xlsx.load(bytes)
    const record = book.getWorksheet('_zhitong')!
    let where = ''
    let cell = ''
    for (let row = 1; row <= record.rowCount; row += 1) {
      const [, field = ''] = /^(\w+)@0$/.exec(String(record.getCell(row, 3).value)) ?? []
      if (field === '' || where !== '') continue
      where = String(record.getCell(row, 1).value)
      cell = field
    }
    book.worksheets[0]!.getCell(where).value = 12
    const edited = Uint8Array.from(await book.xlsx.writeBuffer())
    const { reading, refusal } = await readFormWorkbook(savedByOffice(edited), { identity, spec })
    expect(refusal).toBeUndefined()
    expect(reading!.problems).toEqual([])
    expect(reading!.ignored).toEqual([])
    const [change, ...others] = fileChanges(values, reading!)
    expect(others).toEqual([])
    expect(change).toMatchObject({ kind: 'cell', where, cell, row: key, before: null, untouched: false })
    expect(Number(change!.after)).toBe(12)
  },
  120_000,
)
