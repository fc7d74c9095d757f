import { type ReactElement, useMemo, useState } from 'react'
import type { FormReading } from '#engines/exchange/form-workbook/index.ts'
import { areaOf, areaText, type Source, sheetNamed } from '#engines/exchange/own-workbook/index.ts'
import { Button } from '#ui/components/button.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import type { WorkbookMapping } from '../../../contract.ts'
import { ownWorkbookText } from '../../../locale/own-workbook/text.ts'
import type { Opened } from '../filling.ts'
import { MatchingNotes } from './matching-notes.tsx'
import { type Matched, proposed, recalled } from './own-workbook-file.ts'
import { SheetPane } from './sheet-pane.tsx'
import { SlotList } from './slot-list.tsx'
import { filledUp, matchedCount, type Slot, slotGroups, slotSources, withSources } from './slots.ts'

/** A plain click takes one cell, with Ctrl it is added, with Shift the block from the last one is taken. */
export type Picking = 'take' | 'add' | 'extend'

type Props = Readonly<{
  opened: Opened
  matched: Matched
  reading: FormReading
  mappings: readonly WorkbookMapping[]
  onMatched: (matched: Matched) => void
}>

function picked(sources: readonly Source[], source: Source, how: Picking): readonly Source[] {
  const last = sources.at(-1)
  if (!last || how === 'take') return [source]
  if (how === 'add') return [...sources, source]
  const [from, to] = [areaOf(last.at), areaOf(source.at)]
  if (!from || !to || last.sheet !== source.sheet) return [source]
  const area = areaOf(`${areaText({ from: from.from, to: from.from })}:${source.at}`)
  return area ? [...sources.slice(0, -1), { sheet: source.sheet, at: areaText(area) }] : [source]
}

/** The form's cells beside the sheet: one is chosen on the left and its source on the right. */
export function MatchStep(props: Props): ReactElement {
  const { opened, matched, reading, onMatched } = props
  const t = useText(ownWorkbookText)
  const { book, matching } = matched
  const groups = useMemo(() => slotGroups(opened.spec, opened.prefill.values), [opened])
  const slots = useMemo(() => groups.flatMap(one => one.slots), [groups])
  const [chosenId, setChosenId] = useState(
    () => (slots.find(slot => slotSources(matching, slot).length === 0) ?? slots[0])?.id ?? '',
  )
  const chosen = slots.find(({ id }) => id === chosenId)
  const first = Object.values(matching.cells)[0]?.sources[0]?.sheet ?? Object.values(matching.rows)[0]?.sheet
  const [shown, setShown] = useState(first ?? book.sheets[0]?.name ?? '')
  const sheet = sheetNamed(book, shown) ?? book.sheets[0]
  const change = (next: Matched['matching']) => onMatched({ ...matched, matching: next })
  const choose = (slot: Slot) => {
    setChosenId(slot.id)
    const source = slotSources(matching, slot)[0]
    if (source) setShown(source.sheet)
  }
  const pick = (at: string, how: Picking) => {
    if (!chosen || !sheet) return
    const source = { sheet: sheet.name, at }
    const sources = chosen.kind === 'cell' ? picked(slotSources(matching, chosen), source, how) : [source]
    const result = withSources(matching, chosen, sources)
    if (result.matching) change(result.matching)
    else showToast(t(`own.address.${result.problem}`), 'fatal')
  }
  return (
    <div className="zr-own">
      <MatchingFrom {...props} count={matchedCount(matching, groups)} />
      <MatchingNotes opened={opened} matched={matched} />
      <p className="zr-own-narrow zr-soft">{t('own.grid.narrow')}</p>
      <div className="zr-own-panes">
        <SlotList
          opened={opened}
          groups={groups}
          matched={matched}
          reading={reading}
          chosen={chosenId}
          sheet={sheet?.name ?? ''}
          onChoose={choose}
          onMatching={change}
        />
        {sheet && (
          <SheetPane
            opened={opened}
            matched={matched}
            sheet={sheet}
            slots={slots}
            chosen={chosen}
            onShow={setShown}
            onPick={pick}
            onMatching={change}
          />
        )}
      </div>
    </div>
  )
}

/** Which mapping is used, and the others one could use. */
function MatchingFrom(props: Props & Readonly<{ count: number }>): ReactElement {
  const { opened, matched, mappings, onMatched, count } = props
  const t = useText(ownWorkbookText)
  const { name, book, from, matching } = matched
  const anew = () => onMatched({ name, book, from: null, notes: [], matching: proposed({ opened, book }) })
  const use = (id: string) => {
    const mapping = mappings.find(one => String(one.mappingId) === id)
    if (mapping) onMatched({ name, ...recalled(opened, book, mapping) })
    else anew()
  }
  return (
    <div className="zr-own-from">
      {mappings.length > 0 && (
        <label>
          {t('own.used.label')}{' '}
          <select
            className="zt-input"
            value={from?.mappingId ?? ''}
            onChange={event => use(event.target.value)}
          >
            <option value="">{t('own.used.again')}</option>
            {mappings.map(one => (
              <option key={one.mappingId} value={one.mappingId}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      )}
      {from === null && (
        <p role="status">{count > 0 ? t('own.used.proposed', { count }) : t('own.used.none')}</p>
      )}
      {from !== null && (
        <Button
          onClick={() => onMatched({ ...matched, matching: filledUp(matching, proposed({ opened, book })) })}
        >
          {t('own.used.fillGaps')}
        </Button>
      )}
    </div>
  )
}
