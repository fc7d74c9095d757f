import type { ReactElement } from 'react'
import type { AcrossDimension } from '#engines/table/index.ts'
import { IconButton } from '#ui/components/button.tsx'
import { Checkbox, Select } from '#ui/components/field.tsx'
import { useText } from '#ui/i18n/text.ts'
import { tabulateText } from '../locale/text.ts'
import type { Builder } from './builder.ts'
import {
  acrossDimension,
  acrossId,
  dimensionChoices,
  idOf,
  industryOrder,
  regionOrder,
  turnedAcross,
  turnedDown,
} from './dimensions.ts'
import { withPart } from './draft.ts'
import { type Dragged, dragSource, useDropTarget } from './drag.ts'
import { Grip, useDimensionName } from './rows-section.tsx'

/** The dimension whose values repeat the measures across the table. */
export function AcrossSection({ source, definition, onChange }: Builder): ReactElement {
  const t = useText(tabulateText)
  const nameOf = useDimensionName()
  const { across, rows } = definition
  const acrossName = dimensionChoices(source).find(choice => across && choice.id === acrossId(across))
  const put = (next: AcrossDimension | undefined) => onChange(withPart(definition, 'across', next))
  const receive = (item: Dragged) => {
    if (item.from === 'rows') onChange(turnedAcross(definition, item.index))
    if (item.from === 'palette') put(acrossDimension(item.dimension) ?? across)
  }
  const target = useDropTarget(item => item.from === 'palette' || item.from === 'rows', receive)
  const used = new Set(rows.map(idOf))
  const choices = dimensionChoices(source).filter(
    choice =>
      choice.id !== 'conditions' && (!used.has(choice.id) || (across && acrossId(across) === choice.id)),
  )
  return (
    <section className="tb-section">
      <h2>{t('design.across.title')}</h2>
      <div className={target.over ? 'tb-shelf tb-over' : 'tb-shelf'} ref={target.ref}>
        <div className="tb-across" {...(acrossName && dragSource({ from: 'across' }, nameOf(acrossName)))}>
          {across && <Grip />}
          <select
            className="zt-input"
            aria-label={t('design.across.title')}
            value={across ? acrossId(across) : ''}
            onChange={event => put(event.target.value ? acrossDimension(event.target.value) : undefined)}
          >
            <option value="">{t('design.across.empty')}</option>
            {choices.map(choice => (
              <option key={choice.id} value={choice.id}>
                {nameOf(choice)}
              </option>
            ))}
          </select>
          {across && acrossName && (
            <IconButton
              icon="left"
              label={t('design.across.turn', { name: nameOf(acrossName) })}
              onClick={() => onChange(turnedDown(definition))}
            />
          )}
          {across && (
            <IconButton icon="close" label={t('design.across.remove')} onClick={() => put(undefined)} />
          )}
        </div>
        {across?.by.kind === 'region' && (
          <Select
            label={t('design.across.level')}
            value={across.by.level}
            options={regionOrder.map(level => ({ value: level, label: t(`level.region.${level}`) }))}
            onChange={level => put({ ...across, by: { kind: 'region', level: level as never } })}
          />
        )}
        {across?.by.kind === 'industry' && (
          <Select
            label={t('design.across.level')}
            value={across.by.level}
            options={industryOrder.map(level => ({ value: level, label: t(`level.industry.${level}`) }))}
            onChange={level => put({ ...across, by: { kind: 'industry', level: level as never } })}
          />
        )}
        {across && (
          <Checkbox
            label={t('design.across.total')}
            checked={across.total ?? false}
            onChange={total => put({ ...across, total })}
          />
        )}
      </div>
    </section>
  )
}
