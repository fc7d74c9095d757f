import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type FormSpec, importForm } from '#engines/form/index.ts'
import { carried, inPeriod, openTrial, restarted, trialForm, withPast, withTyped } from './trial.ts'

const read = (code: string) => readFileSync(resolve(import.meta.dirname, `../../forms/${code}.yaml`), 'utf8')
const specOf = (yaml: string, forms: readonly FormSpec[] = []) => importForm(yaml, { forms }).spec!
const villages = () => [{ code: '001', name: { 'zh-CN': '示例 1' } }]
const output = specOf(read('B204-1'))
const rules = (trial: { main: { findings: readonly { rule: string }[] } }) =>
  trial.main.findings.map(one => one.rule).filter(rule => rule !== 'REQUIRED')

describe('trying a form', () => {
  it('should hold rules against what was typed for last period, and in the period chosen', () => {
    const form = trialForm(output, [], villages)
    const opened = openTrial(form, '2026-M10')
    const filled = { ...opened, main: opened.main.set({ cell: 'M13' }, '100').set({ cell: 'M14' }, '900') }
    expect(rules(filled)).not.toContain('E010')
    const past = withPast(filled, 'previous', filled.previous.set({ cell: 'M14' }, '700'))
    expect(rules(past)).toContain('E010')
    expect(rules(inPeriod(past, '2026-M01'))).not.toContain('E010')
    const right = withPast(past, 'previous', past.previous.set({ cell: 'M14' }, '800'))
    expect(rules(right)).not.toContain('E010')
  })

  it('should take values of the register and of other forms, and prefill with them', () => {
    const products = specOf(read('B204-2'), [output])
    const form = trialForm(products, [output], villages)
    expect(form.elsewhere.map(one => one.key)).toEqual(
      expect.arrayContaining(['unit#creditCode', 'B204-1#M13']),
    )
    const opened = openTrial(form, '2026-M10')
    const row = opened.main.addRow('products', '001').set({ cell: 'P01', row: '001' }, '5')
    const zero = withTyped({ ...opened, main: row }, 'B204-1#M13', '0')
    expect(rules(zero)).toContain('E011')
    expect(rules(withTyped(zero, 'B204-1#M13', '8'))).not.toContain('E011')
    const named = restarted(withTyped(opened, 'unit#name', '湘江机械厂'))
    expect(named.main.get({ cell: 'H02' })).toBe('湘江机械厂')
    expect(named.main.editable({ cell: 'H02' })).toBe(false)
  })

  it.each(['101-1', '202-1', 'A302', 'B204-2', 'F203'])(
    'should open %s, whatever kind of form it is',
    code => {
      const spec = specOf(read(code), [output])
      const trial = openTrial(
        trialForm(spec, [output], villages),
        spec.frequency === 'A' ? '2026' : '2026-M10',
      )
      expect(trial.form.runs).toBe(true)
      expect(trial.main.findings.every(one => one.rule === 'REQUIRED' || one.level !== 'fatal')).toBe(true)
    },
  )

  it('should show the layout of a form whose rules or formulas have errors', () => {
    const form = trialForm({ ...output, rules: `${output.rules} ?` }, [], villages)
    expect([form.runs, form.pasts]).toEqual([false, []])
    const formula = JSON.parse(
      JSON.stringify(output).replace('"kind":"input"', '"kind":"computed","formula":"("'),
    )
    const trial = openTrial(trialForm(formula as FormSpec, [], villages), '2026-M10')
    expect(trial.main.findings).toEqual([])
  })

  it('should ask for one past of an annual form, which is both', () => {
    const opened = openTrial(trialForm(specOf(read('A302')), [], villages), '2026')
    expect(opened.form.pasts).toEqual(['previous'])
  })

  it('should keep what was filled in while the form is written, where it still fits', () => {
    const opened = openTrial(trialForm(output, [], villages), '2026-M10')
    const filled = { ...opened, main: opened.main.set({ cell: 'M13' }, '12.5').set({ cell: 'M17' }, '3') }
    const edited = specOf(read('B204-1').replaceAll('M17', 'X17'))
    const trial = carried(trialForm(edited, [], villages), filled, '2026-M10')
    expect([trial.main.get({ cell: 'M13' }), trial.main.get({ cell: 'X17' })]).toEqual([
      filled.main.get({ cell: 'M13' }),
      null,
    ])
  })
})
