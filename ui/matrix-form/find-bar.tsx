import type { KeyboardEvent, ReactElement, Ref } from 'react'
import { IconButton } from '../components/button.tsx'
import { useText } from '../i18n/text.ts'
import type { Slot } from './board.ts'
import { useForm } from './form-host.ts'
import { isInput } from './form-live.ts'
import { formText } from './locale/text.ts'
import type { Find } from './use-find.ts'

type FindBarProps = Readonly<{ find: Find; words: (slot: Slot) => string; input: Ref<HTMLInputElement> }>

/** Which of how many; a screen reader hears the place and its value too, while the caret stays in the search. */
function Announcement({ find, words }: Omit<FindBarProps, 'input'>): ReactElement {
  const t = useText(formText)
  const { local } = useForm()
  const { search, hits, at } = find
  const hit = hits[at]
  if (!hit) {
    return <span className="zt-find-count">{(search ?? '').trim() !== '' && t('form.find.none')}</span>
  }
  const column = local(hit.slot.place.label)
  const label = hit.rowName ? t('form.cell.label', { row: local(hit.rowName), column }) : column
  return (
    <>
      <span className="zt-find-count" aria-hidden="true">{`${at + 1} / ${hits.length}`}</span>
      <span className="zt-hidden">
        {[
          t('form.find.at', { at: at + 1, count: hits.length }),
          label,
          words(hit.slot) || t('form.cell.blank'),
        ].join('; ')}
      </span>
    </>
  )
}

/** Searches as one types; Enter and Shift+Enter go on and back, Escape leads into the cell. */
export function FindBar({ find, words, input }: FindBarProps): ReactElement {
  const t = useText(formText)
  const none = find.hits.length === 0
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') find.close()
    else if (event.key === 'Enter' && isInput(event.target)) find.step(event.shiftKey ? -1 : 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <search className="zt-find zt-no-print" onKeyDown={onKeyDown}>
      <input
        ref={input}
        className="zt-input"
        type="text"
        // biome-ignore lint/a11y/noAutofocus: opened by an explicit action whose next step is this search
        autoFocus
        autoComplete="off"
        spellCheck={false}
        aria-label={t('form.find.label')}
        placeholder={t('form.find.hint')}
        value={find.search ?? ''}
        onChange={event => find.type(event.target.value)}
      />
      <output aria-live="polite" className="zt-find-said">
        <Announcement find={find} words={words} />
      </output>
      <IconButton icon="up" label={t('form.find.back')} disabled={none} onClick={() => find.step(-1)} />
      <IconButton icon="down" label={t('form.find.next')} disabled={none} onClick={() => find.step(1)} />
      <IconButton icon="close" label={t('form.find.close')} onClick={find.close} />
    </search>
  )
}
