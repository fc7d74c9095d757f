/** How a mapping stands in the fields of a screen, and back. */
import type { ImportMapping } from '../../contract.ts'
import type { CsvHead } from './csv-head.ts'
import type { Settings } from './import-mapping.tsx'

export const startSettings: Settings = {
  way: 'creditCode',
  column: '',
  pattern: 'SV-{row}',
  missing: '',
  cells: {},
}

export function mappingOf(
  { way, column, pattern, missing, cells }: Settings,
  head: Pick<CsvHead, 'separator' | 'encoding'>,
): ImportMapping {
  const unit: ImportMapping['unit'] =
    way === 'order'
      ? { by: 'order' }
      : way === 'localText'
        ? { by: 'localCode', text: pattern }
        : { by: way, column }
  const texts = missing
    .split(/[,，]/)
    .map(text => text.trim())
    .filter(Boolean)
  return {
    unit,
    cells: { ...cells },
    separator: head.separator,
    encoding: head.encoding,
    ...(texts.length > 0 && { missing: texts.slice(0, 20) }),
  }
}

export function settingsOf({ unit, cells, missing }: ImportMapping): Settings {
  const texts = missing?.join(', ') ?? ''
  const start = { ...startSettings, cells, missing: texts }
  if (unit.by === 'order') return { ...start, way: 'order' }
  if ('text' in unit) return { ...start, way: 'localText', pattern: unit.text }
  return { ...start, way: unit.by, column: unit.column }
}

/** Whether it says how a line finds its unit and names at least one cell. */
export const isReady = ({ way, column, cells }: Settings): boolean =>
  Object.keys(cells).length > 0 && (way === 'order' || way === 'localText' || column !== '')
