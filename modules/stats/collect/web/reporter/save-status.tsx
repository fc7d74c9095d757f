import { type ReactElement, useSyncExternalStore } from 'react'
import { Button } from '#ui/components/button.tsx'
import { formatDate, formatDateTime, formatTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import type { DraftKeeper, SaveState } from './draft-keeper.ts'
import type { Words } from './words.ts'

export const useSaveState = (keeper: DraftKeeper): SaveState =>
  useSyncExternalStore(keeper.subscribe, keeper.state)

const timeWords = (at: string): string =>
  formatDate(at) === formatDate(Date.now()) ? formatTime(at) : formatDateTime(at)

function wordsOf(state: SaveState, kept: boolean, t: Words): string {
  if (state.kind === 'saved') return t('fill.save.saved', { time: timeWords(state.at) })
  if (state.kind === 'failed' && !kept) return t('fill.save.failedUnkept')
  if (state.kind === 'failed' && state.problem.status === 0) return t('fill.save.offline')
  if (state.kind === 'failed') return t(state.retrying ? 'fill.save.failedRetrying' : 'fill.save.failed')
  if (state.kind === 'pending' && !kept) return t('fill.save.unkept')
  return t(`fill.save.${state.kind}`)
}

/** Where what was typed stands: on the server since when, or on this device and why. */
export function SaveStatus(props: Readonly<{ keeper: DraftKeeper; onCompare: () => void }>): ReactElement {
  const { keeper, onCompare } = props
  const t = useText(reporterText)
  const locale = useLocale()
  const state = useSaveState(keeper)
  const why = state.kind === 'failed' ? state.problem.message[locale] : undefined
  return (
    <span className={`zr-save zr-save-${state.kind}`}>
      <span role="status" title={why}>
        {wordsOf(state, keeper.kept(), t)}
      </span>
      {state.kind === 'failed' && (
        <Button look="quiet" icon="refresh" onClick={() => void keeper.flush()}>
          {t('fill.action.saveNow')}
        </Button>
      )}
      {state.kind === 'conflict' && (
        <Button look="danger" onClick={onCompare}>
          {t('fill.save.compare')}
        </Button>
      )}
    </span>
  )
}
