import { type ReactElement, useId, useState } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Field } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import { listForms, listProgrammes, type Programme, readForm, saveProgramme } from '../contract.ts'
import { catalogText } from '../locale/text.ts'

const fields = ['code', 'name', 'nameEn', 'issuer', 'approvalNumber', 'validFrom', 'validUntil'] as const
type Key = (typeof fields)[number]
type Texts = Readonly<Record<Key, string>>

const textsOf = (programme: Programme | undefined): Texts => ({
  code: programme?.code ?? '',
  name: programme?.name['zh-CN'] ?? '',
  nameEn: programme?.name.en ?? '',
  issuer: programme?.issuer ?? '',
  approvalNumber: programme?.approvalNumber ?? '',
  validFrom: programme?.validFrom ?? '',
  validUntil: programme?.validUntil ?? '',
})

type Problems = Readonly<Partial<Record<Key, string>>>

function useProblems(texts: Texts): Problems {
  const t = useText(catalogText)
  const needed = fields.filter(key => key !== 'nameEn' && texts[key].trim() === '')
  // Where the browser has no field for months, they are typed.
  const months = (['validFrom', 'validUntil'] as const).filter(
    key => texts[key].trim() !== '' && !/^\d{4}-(0[1-9]|1[0-2])$/.test(texts[key].trim()),
  )
  const span = months.length === 0 && texts.validUntil !== '' && texts.validUntil < texts.validFrom
  const code = texts.code !== '' && !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/.test(texts.code.trim())
  return {
    ...Object.fromEntries(needed.map(key => [key, t('programme.problem.needed')])),
    ...(code && { code: t('programme.problem.code') }),
    ...Object.fromEntries(months.map(key => [key, t('programme.problem.month')])),
    ...(span && { validUntil: t('programme.problem.span') }),
  }
}

/** A new programme, or one to change: its code then stays. */
export function ProgrammeDialog(
  props: Readonly<{ programme?: Programme; onClose: () => void; onDone: (code: string) => void }>,
): ReactElement {
  const t = useText(catalogText)
  const id = useId()
  const isNew = props.programme === undefined
  const [texts, setTexts] = useState(() => textsOf(props.programme))
  const [tried, setTried] = useState(false)
  const problems = useProblems(texts)
  const save = useWrite(saveProgramme, {
    changes: [listProgrammes, listForms, readForm],
    onDone: (_reply, { params }) => {
      showToast(t('programme.result.saved'))
      if (params) props.onDone(params.code)
    },
  })
  const submit = () => {
    setTried(true)
    if (Object.keys(problems).length > 0) return
    const { code, name, nameEn, issuer, approvalNumber, validFrom, validUntil } = texts
    save.mutate({
      params: { code: code.trim() },
      body: {
        name: { 'zh-CN': name.trim(), ...(nameEn.trim() && { en: nameEn.trim() }) },
        issuer: issuer.trim(),
        approvalNumber: approvalNumber.trim(),
        validFrom: validFrom.trim(),
        validUntil: validUntil.trim(),
        ...(isNew && { isNew }),
      },
    })
  }
  return (
    <Dialog
      title={t(isNew ? 'programme.action.add' : 'programme.action.change')}
      open
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t('form.action.cancel')}</Button>
          <Button look="primary" submit form={id} busy={save.isPending}>
            {t('programme.action.save')}
          </Button>
        </>
      }
    >
      <form
        id={id}
        noValidate
        className="zc-fields"
        onSubmit={event => {
          event.preventDefault()
          submit()
        }}
      >
        {fields.map(key => (
          <Field
            key={key}
            label={t(`programme.field.${key}`)}
            hint={key === 'code' ? t('programme.field.codeHint') : undefined}
            required={key !== 'nameEn'}
            readOnly={key === 'code' && !isNew}
            data-autofocus={key === (isNew ? 'code' : 'name') || undefined}
            type={key === 'validFrom' || key === 'validUntil' ? 'month' : 'text'}
            problem={tried ? problems[key] : undefined}
            value={texts[key]}
            maxLength={key === 'code' ? 40 : 200}
            onChange={event => setTexts({ ...texts, [key]: event.target.value })}
          />
        ))}
      </form>
      {save.isError && <ErrorState error={save.error} compact />}
    </Dialog>
  )
}
