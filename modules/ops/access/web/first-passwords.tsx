import type { ReactElement } from 'react'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { useSaveCsv } from '#ui/data-table/use-save-csv.ts'
import { useText } from '#ui/i18n/text.ts'
import { accessText } from '../locale/text.ts'

export type FirstPassword = Readonly<{ id: number; signInName: string; password: string }>

/** Passwords that are told once: closes only by saying so. */
export function FirstPasswords(
  props: Readonly<{ made: readonly FirstPassword[] | null; skipped?: number; onDone: () => void }>,
): ReactElement {
  const t = useText(accessText)
  const saveCsv = useSaveCsv()
  const { made, skipped = 0, onDone } = props
  const save = () => {
    const columns = [
      { title: t('accounts.column.signInName'), value: (one: FirstPassword) => one.signInName },
      { title: t('accounts.first.password'), value: (one: FirstPassword) => one.password },
    ]
    saveCsv(t('accounts.first.title'), made ?? [], columns)
  }
  return (
    <Dialog
      title={t('accounts.first.title')}
      open={made !== null}
      onClose={onDone}
      actions={
        <>
          <Button icon="download" onClick={save}>
            {t('accounts.first.download')}
          </Button>
          <Button look="primary" onClick={onDone}>
            {t('accounts.first.done')}
          </Button>
        </>
      }
    >
      <p className="za-soft">{t('accounts.first.text')}</p>
      <div className="za-detail">
        <table className="za-passwords">
          <thead>
            <tr>
              <th>{t('accounts.column.signInName')}</th>
              <th>{t('accounts.first.password')}</th>
            </tr>
          </thead>
          <tbody>
            {made?.map(one => (
              <tr key={one.id}>
                <td>{one.signInName}</td>
                <td>
                  <code>{one.password}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {skipped > 0 && <p>{t('accounts.first.skipped', { count: skipped })}</p>}
    </Dialog>
  )
}
