import { type ReactElement, useMemo } from 'react'
import { type FormSpec, openForm, periodOf } from '#engines/form/index.ts'
import { formatDate } from '#ui/i18n/format.ts'
import { MatrixForm } from '#ui/matrix-form/matrix-form.tsx'

/** The form as the law prints it, empty. Rules play no part, so a draft whose rules have errors shows as well. */
export function FormPreview({ spec }: Readonly<{ spec: FormSpec }>): ReactElement {
  const period = periodOf(formatDate(Date.now()), spec.frequency)
  const session = useMemo(
    () => openForm(layoutOnly(spec), { values: { cells: {} }, foreign: { period } }),
    [spec, period],
  )
  return (
    <div className="zc-preview">
      <MatrixForm session={session} period={period} readOnly beside="none" />
    </div>
  )
}

type WithCells = Readonly<Record<string, unknown>>

/** Without rules, formulas and what must be filled in: the layout does not depend on them, and nothing is missing in it. */
function layoutOnly(spec: FormSpec): FormSpec {
  const { templates: _templates, messages: _messages, ...rest } = spec
  const plain = JSON.parse(
    JSON.stringify(rest, (key, value: unknown) =>
      key === 'formula' ? '0' : key === 'required' ? undefined : value,
    ),
  ) as WithCells
  return { ...(plain as unknown as FormSpec), rules: '' }
}
