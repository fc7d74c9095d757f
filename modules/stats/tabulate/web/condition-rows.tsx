import type { ReactElement } from 'react'
import type { NamedCondition } from '#engines/table/index.ts'
import { Button, IconButton } from '#ui/components/button.tsx'
import { textIn, useLocalText, useText } from '#ui/i18n/text.ts'
import { tabulateText } from '../locale/text.ts'
import type { Builder } from './builder.ts'
import { PredicateEditor } from './predicate-editor.tsx'

type Props = Builder &
  Readonly<{
    row: Readonly<{ conditions: readonly NamedCondition[] }>
    onRow: (conditions: readonly NamedCondition[]) => void
  }>

export const conditionLabel = (number: number) => ({
  'zh-CN': textIn(tabulateText, 'zh-CN')('conditions.item.new', { number }),
  en: textIn(tabulateText, 'en')('conditions.item.new', { number }),
})

/** Rows that are conditions of one's own, such as 规模以上; they may overlap. */
export function ConditionRows({ row, onRow, ...builder }: Props): ReactElement {
  const t = useText(tabulateText)
  const local = useLocalText()
  const { conditions } = row
  const add = () => {
    const number = 1 + Math.max(0, ...conditions.map(one => Number(one.key.slice(1)) || 0))
    onRow([
      ...conditions,
      {
        key: `k${number}`,
        label: conditionLabel(number),
        where: { op: 'inRegion', level: 'county', codes: [] },
      },
    ])
  }
  return (
    <>
      {conditions.map((condition, at) => (
        <div key={condition.key} className="tb-condition">
          <div className="tb-condition-head">
            <input
              className="zt-input"
              aria-label={t('conditions.item.label')}
              value={local(condition.label)}
              onChange={event =>
                onRow(conditions.with(at, { ...condition, label: { 'zh-CN': event.target.value } }))
              }
            />
            <IconButton
              icon="close"
              label={t('design.item.remove', { name: local(condition.label) })}
              disabled={conditions.length === 1}
              onClick={() => onRow(conditions.toSpliced(at, 1))}
            />
          </div>
          <PredicateEditor
            {...builder}
            value={condition.where}
            onValue={where => where && onRow(conditions.with(at, { ...condition, where }))}
          />
        </div>
      ))}
      <Button look="quiet" icon="plus" onClick={add}>
        {t('conditions.item.add')}
      </Button>
    </>
  )
}
