import { describe, expect, it } from 'vitest'
import { type Finding, openForm } from '#engines/form/index.ts'
import { outputForm, outputValues, productForm, productValues } from '../gallery/sample-forms.ts'
import { bundleFaults } from '../i18n/check-bundle.ts'
import { uiText } from '../locale/text.ts'
import { findingKeys } from './address.ts'
import { boardOf, farthest, fillingOf, neighbour, nextEditable, placesIn, rangeOf, slotsIn } from './board.ts'
import { changeOf } from './change.ts'
import { formatBlock, isBlock } from './clipboard.ts'
import {
  blockersOf,
  emptiedIn,
  findingId,
  findingsByCell,
  type Insistence,
  isBlocked,
  isToFill,
  nextStop,
  nothingInsisted,
  savedExplanations,
  sortFindings,
  stopsOf,
  unreadId,
} from './findings.ts'
import { formText } from './locale/text.ts'
import { groupTyped } from './typed-number.ts'

const session = openForm(outputForm, {
  values: outputValues,
  initial: outputValues,
  foreign: { period: '2026-M10' },
})
const board = boardOf(session, name => outputForm.codelists?.[name])
const at = (key: string) => board.find(key)!

describe('board', () => {
  it('should place every cell once, with what may be typed into', () => {
    expect(at('M13')).toMatchObject({ block: 1, line: 0, column: 0 })
    expect(at('M13').slot).toMatchObject({ editable: true, unitOfMeasure: '千元' })
    expect(at('M13').slot.item?.code).toBe('01')
    expect(at('M17').slot.item).toBeUndefined()
    expect(at('C01').slot.editable).toBe(false)
    expect(at('H01').slot.editable).toBe(false)
    expect(at('M15').slot.editable).toBe(true)
    expect(board.find('M99')).toBeUndefined()
  })

  it('should move by arrows over closed cells and into the next block', () => {
    expect(neighbour(board, at('M13'), 'right')?.key).toBe('M14')
    expect(neighbour(board, at('M26'), 'down')?.key).toBe('S01')
    expect(neighbour(board, at('C01'), 'right')).toBeNull()
    expect(neighbour(board, at('C01'), 'down')?.key).toBe('S01')
    expect(neighbour(board, at('M13'), 'up')?.key).toBe('H02')
    expect(neighbour(board, at('H01'), 'up')).toBeNull()
  })

  it('should lead Enter through every place to type exactly once, in either order', () => {
    for (const order of ['down', 'right'] as const) {
      const visited: string[] = []
      let slot = at('M13').slot
      for (let step = 0; step < 100; step++) {
        visited.push(slot.key)
        const next = nextEditable(board, at(slot.key), order)
        if (!next) break
        slot = next
      }
      const editable = board.blocks.flatMap(block => block.lines.flat()).filter(one => one?.editable)
      expect(visited.toSorted()).toEqual(editable.map(one => one!.key).toSorted())
    }
    expect(nextEditable(board, at('M13'), 'down')?.key).toBe('M17')
    expect(nextEditable(board, at('M25'), 'down')?.key).toBe('M14')
    expect(nextEditable(board, at('M13'), 'right')?.key).toBe('M14')
    expect(nextEditable(board, at('M17'), 'right', true)?.key).toBe('M16')
  })

  it('should keep a range inside its block', () => {
    const keys = (from: string, to: string) =>
      slotsIn(board, rangeOf(at(from), at(to))).map(line => line.map(slot => slot?.key ?? null))
    expect(keys('M18', 'M13')).toEqual([
      ['M13', 'M14'],
      ['M17', 'M18'],
    ])
    expect(keys('C01', 'M26')).toEqual([
      ['M25', 'M26'],
      ['C01', null],
    ])
    expect(keys('M13', 'S01')).toEqual([['M13']])
  })

  it('should fill from the first row or column of a range, or from what stands before a single one', () => {
    const filling = (from: string, to: string, way: 'down' | 'right') =>
      fillingOf(board, rangeOf(at(from), at(to)), way).map(line =>
        line.map(one => `${one.from?.key ?? '-'}>${one.slot?.key ?? '-'}`),
      )
    expect(filling('M13', 'M18', 'down')).toEqual([['M13>M17', 'M14>M18']])
    expect(filling('M18', 'M13', 'right')).toEqual([['M13>M14'], ['M17>M18']])
    expect(filling('M17', 'M17', 'down')).toEqual([['M13>M17']])
    expect(filling('M14', 'M14', 'right')).toEqual([['M13>M14']])
    expect(filling('M13', 'M14', 'down')).toEqual([['->M13', '->M14']])
    expect(filling('M26', 'C01', 'down')).toEqual([['M25>C01', 'M26>-']])
  })

  it('should know the ends of a table, and what lies beyond', () => {
    expect(farthest(board, at('M14'), 'down')?.key).toBe('M26')
    expect(farthest(board, at('M13'), 'down')?.key).toBe('C01')
    expect(farthest(board, at('M18'), 'left')?.key).toBe('M17')
    const { block, line, column } = at('C01')
    const places = placesIn(board, { block, top: line, left: column, bottom: line + 1, right: column + 1 })
    expect(places.map(one => one.map(slot => (slot ? slot.key : slot)))).toEqual([
      ['C01', null],
      [undefined, undefined],
    ])
  })

  it('should follow the rows of a variable-row section, with the unit of each', () => {
    const products = openForm(productForm, { values: productValues, foreign: { period: '2026-M10' } })
    const lists = (name: string) => productForm.codelists?.[name]
    const before = boardOf(products, lists)
    expect(before.find('Q01@3240010')?.slot.unitOfMeasure).toBe('吨')
    const after = boardOf(products.addRow('products', '3711010'), lists)
    expect(after.find('Q02@3711010')).toMatchObject({ line: 2, column: 1 })
    expect(after.find('Q02@3711010')?.slot.unitOfMeasure).toBe('辆')
  })
})

describe('changes', () => {
  it('should be told in percent where there was something before, and only then', () => {
    const { place } = at('M13').slot
    expect(changeOf(place, '138520', '121300')).toBe('+14.2%')
    expect(changeOf(place, '90', '100')).toBe('-10.0%')
    expect(changeOf(place, '100', '100')).toBe('0.0%')
    for (const before of [null, '0', '-5']) expect(changeOf(place, '100', before)).toBeNull()
    expect(changeOf(place, null, '100')).toBeNull()
    expect(changeOf(at('C01').slot.place, '73.85', '70')).toBeNull()
    expect(changeOf(at('S01').slot.place, '120', '100')).toBeNull()
  })
})

describe('typing numbers', () => {
  it('should group digits and keep the caret beside its digit', () => {
    expect(groupTyped('1234', 4)).toEqual({ text: '1,234', caret: 5 })
    expect(groupTyped('12,34', 3)).toEqual({ text: '1,234', caret: 3 })
    expect(groupTyped('-1234567.5', 10)).toEqual({ text: '-1,234,567.5', caret: 12 })
    expect(groupTyped('1,23', 1)).toEqual({ text: '123', caret: 1 })
  })

  it('should leave what is not a plain number as it was typed', () => {
    for (const text of ['1.2E7', '(12', '１２３４', '12a', '']) {
      expect(groupTyped(text, text.length)).toEqual({ text, caret: text.length })
    }
  })
})

describe('clipboard', () => {
  it('should tell a block from one cell with the line end Excel adds', () => {
    expect(isBlock('12\r\n')).toBe(false)
    expect(isBlock('12\t13')).toBe(true)
    expect(isBlock('12\n13')).toBe(true)
    expect(
      formatBlock([
        ['1', 'a\t"b"'],
        ['', '2'],
      ]),
    ).toBe('1\t"a\t""b"""\r\n\t2')
  })
})

const finding = (rule: string, level: Finding['level'], rest: Partial<Finding> = {}): Finding => ({
  rule,
  level,
  message: { 'zh-CN': rule },
  cells: ['M13'],
  comparison: null,
  values: {},
  ...rest,
})

describe('findings', () => {
  const list = [
    finding('N1', 'notice'),
    finding('Q1', 'query'),
    finding('Q2', 'query'),
    finding('F1', 'fatal'),
  ]
  const said = savedExplanations(one => (one.rule === 'Q1' ? '新增一条生产线，9月投产' : undefined))

  it('should stand fatal, to explain, explained, notice', () => {
    expect(sortFindings(list, said).map(one => one.rule)).toEqual(['F1', 'Q2', 'Q1', 'N1'])
  })

  it('should block on fatal, on queries without a real explanation and on unreadable text', () => {
    const refusing = { of: () => '核实无误', fault: () => 'boiler-plate' as const }
    expect(blockersOf(list, said, 2)).toEqual({ fatal: 1, unexplained: 1, unread: 2, toFill: 0 })
    expect(isBlocked(blockersOf([finding('N1', 'notice')], said, 0))).toBe(false)
    expect(isBlocked(blockersOf([finding('Q2', 'query')], refusing, 0))).toBe(true)
  })

  it('should go round the list with F8 in both directions', () => {
    const { spec, problems } = session.set({ cell: 'M13' }, '12a')
    const stops = stopsOf({ spec, problems, findings: list })
    expect(stops[0]).toEqual({ id: unreadId(problems[0]!), key: 'M13' })
    expect(nextStop(stops, null)).toBe(stops[0])
    expect(nextStop(stops, stops[0]!.id)?.id).toBe('F1')
    expect(nextStop(stops, 'F1')?.id).toBe('Q1')
    expect(nextStop(stops, 'Q1')?.id).toBe('Q2')
    expect(nextStop(stops, 'N1')).toBe(stops[0])
    expect(nextStop(stops, stops[0]!.id, true)?.id).toBe('N1')
    expect(nextStop(stops, 'gone')).toBe(stops[0])
    expect(nextStop([], 'F1')).toBeUndefined()
  })

  it('should stand in the cells they speak about, those of a row in that row', () => {
    const inRow = finding('E001', 'fatal', { section: 'products', row: '3240010', cells: ['Q01', 'P03'] })
    expect(findingKeys(productForm, inRow)).toEqual(['Q01@3240010', 'P03'])
    expect(
      findingsByCell(outputForm, list)
        .get('M13')
        ?.map(one => one.level),
    ).toEqual(['fatal', 'query', 'query', 'notice'])
  })

  it('should hold a blank required cell against nobody before it was emptied or they would go on', () => {
    const filled = openForm(productForm, { values: productValues, foreign: { period: '2026-M10' } })
    const fresh = filled.addRow('products', '3011011').addRow('products', '3711010')
    const blanks = fresh.findings.filter(({ rule }) => rule === 'REQUIRED')
    expect(blanks).toHaveLength(2)
    expect(emptiedIn(filled, fresh)).toEqual([])
    const counts = (insistence: Insistence) => blockersOf(fresh.findings, said, 0, insistence)
    const marked = (insistence: Insistence) =>
      findingsByCell(productForm, fresh.findings, insistence).get('Q01@3711010')?.[0]?.level
    const fatal = counts('all').fatal - 2
    expect(counts(nothingInsisted)).toMatchObject({ fatal, toFill: 2 })
    expect(isBlocked(counts(nothingInsisted))).toBe(true)
    expect([marked(nothingInsisted), marked('all')]).toEqual([undefined, 'fatal'])

    const at = { cell: 'Q01', row: '3711010' }
    const typed = fresh.set(at, '5')
    const emptied = typed.set(at, '')
    expect(emptiedIn(fresh, typed)).toEqual([])
    expect(emptiedIn(typed, emptied)).toEqual(['Q01@3711010'])
    expect(emptiedIn(fresh.set(at, '12a'), emptied)).toEqual(['Q01@3711010'])
    const insistence = new Set(['Q01@3711010'])
    expect(blanks.map(one => isToFill(one, insistence))).toEqual(blanks.map(({ row }) => row !== '3711010'))
    expect(counts(insistence)).toMatchObject({ fatal: fatal + 1, toFill: 1 })
  })

  it('should lead to what is wrong before what is only blank', () => {
    const mixed = [finding('REQUIRED', 'fatal'), finding('Q1', 'query'), finding('F1', 'fatal')]
    const order = (insistence: Insistence) =>
      stopsOf({ spec: outputForm, problems: [], findings: mixed }, insistence).map(({ id }) => id)
    expect(order(nothingInsisted)).toEqual(['F1', 'REQUIRED:M13', 'Q1'])
    expect(order('all')).toEqual(['REQUIRED:M13', 'F1', 'Q1'])
    expect(sortFindings(mixed, said, nothingInsisted).map(one => one.rule)).toEqual(['F1', 'REQUIRED', 'Q1'])
  })

  it('should tell apart the same rule in other rows and other blank cells', () => {
    const ids = [
      finding('E001', 'fatal'),
      finding('E001', 'fatal', { section: 'products', row: '1' }),
      finding('REQUIRED', 'fatal', { cells: ['M13'] }),
      finding('REQUIRED', 'fatal', { cells: ['M14'] }),
    ].map(findingId)
    expect(new Set(ids).size).toBe(4)
  })
})

describe('texts', () => {
  it('should be whole in both languages', () => {
    expect(bundleFaults(formText)).toEqual([])
    expect(bundleFaults({ 'zh-CN': uiText['zh-CN'], en: { ...uiText.en, 'ui.locale.switch': 'x' } })).toEqual(
      [],
    )
  })
})
