import type { ReactElement } from 'react'
import { Dialog } from '#ui/components/dialog.tsx'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'

const keys = [
  ['J', 'next'],
  ['K', 'previous'],
  ['A', 'accept'],
  ['U', 'undo'],
  ['B', 'sendBack'],
  ['E', 'correct'],
  ['M', 'mark'],
  ['Q', 'ask'],
  ['F', 'finding'],
  ['H', 'history'],
  ['L', 'lineage'],
  ['V', 'view'],
  ['?', 'help'],
] as const

export function KeysDialog(props: Readonly<{ open: boolean; onClose: () => void }>): ReactElement {
  const t = useText(officeText)
  return (
    <Dialog title={t('keys.title.dialog')} open={props.open} onClose={props.onClose}>
      <dl className="co-keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd className="co-kbd">{key}</kbd>
            </dt>
            <dd>{t(`keys.${what}.text`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
