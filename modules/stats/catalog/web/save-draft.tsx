import { type ReactElement, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { useAddress } from '#ui/scope/use-address.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import {
  type checkForm,
  importDraft,
  listForms,
  listProgrammes,
  listSubjectFrequencies,
  readForm,
  readVersion,
} from '../contract.ts'
import { catalogText } from '../locale/text.ts'

export type Checked = ReplyOf<typeof checkForm>

/** Of the programmes this person's office keeps: the one the page came from, else the scope's, else the only one there is. */
function useProgrammeChoice() {
  const { search } = useAddress()
  const [scope] = useScope()
  const [chosen, choose] = useState<string | null>(null)
  const programmes = useRead(listProgrammes)
  const items = programmes.data?.items.filter(one => one.mayChange) ?? []
  const known = (code: string | null | undefined) => items.find(item => item.code === code)?.code
  const only = items.length === 1 ? items[0]!.code : ''
  const programme = chosen ?? known(search.get('into')) ?? known(scope.programme) ?? only
  return { programmes, items, programme, choose }
}

/** `found` is what was last checked; while `current` is false the text has moved on and cannot be saved. */
export function SaveDraft(
  props: Readonly<{ source: string; found: Checked; current: boolean }>,
): ReactElement {
  const { source, found } = props
  const t = useText(catalogText)
  const local = useLocalText()
  const navigate = useNavigate()
  const { to } = useAddress()
  const { programmes, items, programme, choose } = useProgrammeChoice()
  const isNew = found.current === null
  const save = useWrite(importDraft, {
    changes: [listForms, listProgrammes, listSubjectFrequencies, readForm, readVersion],
    onDone: ({ code, versionNo }) => {
      showToast(t('import.result.saved', { no: versionNo }))
      void navigate(to(`/design/forms/${code}`, { version: versionNo }))
    },
  })
  const homeless = isNew && programme === ''
  return (
    <div className="zc-actions">
      {save.isError && <ErrorState error={save.error} compact />}
      {isNew && programmes.isSuccess && items.length === 0 && (
        <Link className="zc-link" to={to('/design/programmes')}>
          {t('import.field.noProgramme')}
        </Link>
      )}
      {isNew && items.length > 0 && (
        <Select
          label={t('import.field.programme')}
          value={programme}
          options={items.map(item => ({ value: item.code, label: local(item.name) }))}
          {...(programme === '' && { blank: t('import.field.choose') })}
          onChange={choose}
        />
      )}
      <Button
        look="primary"
        busy={save.isPending}
        disabled={!props.current || homeless}
        onClick={() =>
          save.mutate({
            body: { source, ...(isNew && { programme }), replaces: found.current?.draftSha256 ?? null },
          })
        }
      >
        {t('import.action.save')}
      </Button>
    </div>
  )
}
