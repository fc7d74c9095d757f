import { type ReactElement, useState } from 'react'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { codelistsOf } from '../form-program.ts'
import { placeName } from '../place-name.ts'
import { allOf, type Choices, type Difference, plainChoices, type Side, undecided } from './conflict.ts'
import type { OtherSide } from './draft-keeper.ts'
import type { Opened } from './filling.ts'
import { saidWords, valueWords, type Words } from './words.ts'

export type ConflictDialogProps = Readonly<{
  opened: Opened
  other: OtherSide
  /** Between this device and the server, not between two people. */
  local: boolean
  found: readonly Difference[]
  open: boolean
  onChosen: (choices: Choices) => void
  onClose: () => void
}>

/** Both sides, place by place; nothing is decided for the person but what only one side changed. */
export function ConflictDialog(props: ConflictDialogProps): ReactElement {
  const { other, local, found, open, onChosen, onClose } = props
  const t = useText(reporterText)
  const [choices, setChoices] = useState<Choices>(() => plainChoices(found))
  const left = undecided(found, choices).length
  const told = { by: other.by || '—', time: other.savedAt ? formatDateTime(other.savedAt) : '—' }
  return (
    <Dialog
      title={t('conflict.dialog.title')}
      open={open}
      onClose={onClose}
      width="wide"
      actions={
        <>
          <span className="zr-conflict-left" role="status">
            {left > 0
              ? t('conflict.left.count', { count: left })
              : t('conflict.left.none', { count: found.length })}
          </span>
          <Button onClick={onClose}>{t('conflict.action.later')}</Button>
          <Button look="primary" disabled={left > 0} onClick={() => onChosen(choices)}>
            {t('conflict.action.done')}
          </Button>
        </>
      }
    >
      <p>{t(local ? 'conflict.dialog.local' : 'conflict.dialog.text', told)}</p>
      <p className="zr-conflict-all">
        <Button onClick={() => setChoices(allOf(found, 'mine'))}>{t('conflict.action.allMine')}</Button>
        <Button onClick={() => setChoices(allOf(found, 'theirs'))}>{t('conflict.action.allTheirs')}</Button>
      </p>
      <ConflictTable {...props} choices={choices} onChoose={setChoices} />
    </Dialog>
  )
}

type TableProps = ConflictDialogProps & Readonly<{ choices: Choices; onChoose: (choices: Choices) => void }>

function ConflictTable(props: TableProps): ReactElement {
  const { found, other, local, choices, onChoose } = props
  const t = useText(reporterText)
  const theirs =
    local || other.by === '' ? t('conflict.side.server') : t('conflict.side.theirs', { by: other.by })
  return (
    <table className="zr-table zr-conflict">
      <thead>
        <tr>
          <th scope="col">{t('conflict.column.place')}</th>
          <th scope="col">{t('conflict.side.mine')}</th>
          <th scope="col">{theirs}</th>
        </tr>
      </thead>
      <tbody>
        {found.map(one => (
          <ConflictRow
            key={one.id}
            one={one}
            opened={props.opened}
            theirsName={theirs}
            chosen={choices[one.id]}
            onChoose={side => onChoose({ ...choices, [one.id]: side })}
          />
        ))}
      </tbody>
    </table>
  )
}

type RowProps = Readonly<{
  one: Difference
  opened: Opened
  theirsName: string
  chosen: Side | undefined
  onChoose: (side: Side) => void
}>

function useSideWords(one: Difference, opened: Opened, t: Words) {
  const locale = useLocale()
  return (side: Side): string => {
    if (one.kind === 'explanation')
      return saidWords(opened.spec, one[side], locale) || t('conflict.value.blank')
    const value = one[side]
    if (one.kind === 'row') return t(value === true ? 'conflict.row.here' : 'conflict.row.gone')
    return valueWords(opened.spec, one.cell, value, locale, codelistsOf(opened)) || t('conflict.value.blank')
  }
}

function ConflictRow({ one, opened, theirsName, chosen, onChoose }: RowProps): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const words = useSideWords(one, opened, t)
  const name =
    one.kind === 'explanation'
      ? t('conflict.explanation.label', { rule: one.finding })
      : placeName(opened.spec, one, locale, codelistsOf(opened))
  const option = (side: Side, sideName: string) => (
    <td className={chosen === side ? 'zr-chosen' : undefined}>
      <label className="zr-choice">
        <input
          type="radio"
          name={one.id}
          checked={chosen === side}
          aria-label={`${name}: ${sideName} ${words(side)}`}
          onChange={() => onChoose(side)}
        />
        <span className={one.kind === 'cell' ? 'zt-number' : undefined}>{words(side)}</span>
      </label>
    </td>
  )
  return (
    <tr className={chosen === undefined ? 'zr-undecided' : undefined}>
      <th scope="row">{name}</th>
      {option('mine', t('conflict.side.mine'))}
      {option('theirs', theirsName)}
    </tr>
  )
}
