import { type ReactElement, useMemo } from 'react'
import { areaOf, type SourceSheet, spotKey, spotsOf } from '#engines/exchange/own-workbook/index.ts'
import { type FormSpec, formCells, measureOf, unitsAlike, unitText } from '#engines/form/index.ts'
import { Tabs } from '#ui/components/tabs.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { ownWorkbookText } from '../../../locale/own-workbook/text.ts'
import type { Opened } from '../filling.ts'
import type { Picking } from './match-step.tsx'
import type { Matched } from './own-workbook-file.ts'
import { SheetGrid } from './sheet-grid.tsx'
import { type Slot, slotSources, withSheetUnit } from './slots.ts'

type Props = Readonly<{
  opened: Opened
  matched: Matched
  sheet: SourceSheet
  slots: readonly Slot[]
  chosen: Slot | undefined
  onShow: (sheet: string) => void
  onPick: (at: string, how: Picking) => void
  onMatching: (matching: Matched['matching']) => void
}>

/** The sheets of the workbook, one in sight, with the unit its figures stand in. */
export function SheetPane(props: Props): ReactElement {
  const { matched, sheet, slots, chosen, onShow, onPick } = props
  const t = useText(ownWorkbookText)
  const locale = useLocale()
  const { book, matching } = matched
  const feeds = useMemo(() => {
    const found = new Map<number, string[]>()
    for (const slot of slots)
      for (const spot of slotSpots(matching, slot, sheet.name)) {
        const name = slot.kind === 'key' ? slot.section.keyName : slot.place.label
        found.set(spotKey(spot), [...(found.get(spotKey(spot)) ?? []), localText(name, locale)])
      }
    return found
  }, [slots, matching, sheet.name, locale])
  const chosenSpots = useMemo(
    () => new Set(chosen ? slotSpots(matching, chosen, sheet.name).map(spotKey) : []),
    [matching, chosen, sheet.name],
  )
  return (
    <section className="zr-own-pane" aria-label={t('own.grid.sheets')}>
      <Tabs
        label={t('own.grid.sheets')}
        tabs={book.sheets.map(({ name }, i) => ({ key: String(i), label: name }))}
        chosen={String(book.sheets.indexOf(sheet))}
        onChoose={key => onShow(book.sheets[Number(key)]?.name ?? sheet.name)}
      >
        <SheetUnit {...props} />
        <SheetGrid key={sheet.name} sheet={sheet} feeds={feeds} chosen={chosenSpots} onPick={onPick} />
      </Tabs>
    </section>
  )
}

function slotSpots(matching: Matched['matching'], slot: Slot, sheet: string) {
  return slotSources(matching, slot).flatMap(source => {
    const area = source.sheet === sheet ? areaOf(source.at) : undefined
    return area ? spotsOf(area) : []
  })
}

/** The unit that most of the form's figures are in. */
function mainUnit(spec: FormSpec): string | undefined {
  const units = [spec.unitOfMeasure, ...formCells(spec).map(place => place.unitOfMeasure)]
  return units.find(unit => unit !== undefined && unitsAlike(unit).length > 0)
}

function SheetUnit({ opened, matched, sheet, onMatching }: Props): ReactElement | null {
  const t = useText(ownWorkbookText)
  const locale = useLocale()
  const main = mainUnit(opened.spec)
  if (main === undefined) return null
  const said = matched.matching.units[sheet.name]
  const power = said === undefined ? 0 : (measureOf(main)?.power ?? 0) - (measureOf(said)?.power ?? 0)
  const by = formatCount(10 ** Math.abs(power))
  const how =
    power === 0
      ? t('own.grid.asIs')
      : power > 0
        ? t('own.grid.divide', { by })
        : t('own.grid.multiply', { by })
  return (
    <div className="zr-own-unit">
      <label>
        {t('own.grid.unit')}{' '}
        <select
          className="zt-input"
          value={said ?? ''}
          onChange={event =>
            onMatching(withSheetUnit(matched.matching, sheet.name, event.target.value || undefined))
          }
        >
          <option value="">{t('own.grid.unitNone')}</option>
          {unitsAlike(main).map(unit => (
            <option key={unit} value={unit}>
              {unitText(unit, locale)}
            </option>
          ))}
        </select>
      </label>
      {said !== undefined && (
        <span className="zr-soft">
          {t('own.grid.unitDoes', { from: unitText(said, locale), to: unitText(main, locale), how })}
        </span>
      )}
    </div>
  )
}
