/** What a spreadsheet holds against what is typed into a cell: numbers by scale and bounds, codes by their list, dates as dates. */
import type { DataValidation } from '@cj-tech-master/excelts'
import type { ValueType } from '../../form/index.ts'
import type { Locale } from './lists.ts'
import { sheetTexts } from './texts.ts'

const stop = { allowBlank: true, showErrorMessage: true, errorStyle: 'stop' } as const

function numberRule(type: Extract<ValueType, { kind: 'decimal' }>, where: string): string {
  const tests = [
    `ISNUMBER(${where})`,
    `ROUND(${where},${type.scale})=${where}`,
    ...(type.min === undefined ? [] : [`${where}>=${type.min}`]),
    ...(type.max === undefined ? [] : [`${where}<=${type.max}`]),
  ]
  return `AND(${tests.join(',')})`
}

/** `list` is the range that holds the labels of a code list. */
export function validationOf(
  type: ValueType,
  where: string,
  locale: Locale,
  list: string | undefined,
): DataValidation | undefined {
  const t = sheetTexts[locale]
  switch (type.kind) {
    case 'decimal':
      return {
        ...stop,
        type: 'custom',
        formulae: [numberRule(type, where)],
        error: `${t.number(type.scale)}${t.between(type.min, type.max)}`,
      }
    case 'boolean':
      return { ...stop, type: 'list', formulae: [`"${t.yes},${t.no}"`], error: t.choose }
    case 'code':
      return list === undefined ? undefined : { ...stop, type: 'list', formulae: [list], error: t.choose }
    case 'text':
      return {
        ...stop,
        type: 'textLength',
        operator: 'lessThanOrEqual',
        formulae: [type.maxLength],
        error: t.length(type.maxLength),
      }
    case 'date':
      return {
        ...stop,
        type: 'custom',
        formulae: [`OR(ISNUMBER(${where}),ISNUMBER(DATEVALUE(${where})))`],
        error: t.date,
      }
  }
}
