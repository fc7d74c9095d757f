import type { ReactElement } from 'react'
import { Field } from '#ui/components/field.tsx'
import { useText } from '#ui/i18n/text.ts'
import { MAPPING_NAME_MAX } from '../../../contract.ts'
import { ownWorkbookText } from '../../../locale/own-workbook/text.ts'

export type Keeping = Readonly<{ on: boolean; name: string }>

/** Whether the mapping is remembered, and under which name. */
export function KeepFields(
  props: Readonly<{ keeping: Keeping; onChange: (keeping: Keeping) => void }>,
): ReactElement {
  const { keeping, onChange } = props
  const t = useText(ownWorkbookText)
  return (
    <div className="zr-own-keep">
      <label className="zr-own-check">
        <input
          type="checkbox"
          checked={keeping.on}
          onChange={event => onChange({ ...keeping, on: event.target.checked })}
        />
        {t('own.keep.label')}
      </label>
      {keeping.on && (
        <Field
          label={t('own.keep.name')}
          value={keeping.name}
          maxLength={MAPPING_NAME_MAX}
          onChange={event => onChange({ ...keeping, name: event.target.value })}
        />
      )}
    </div>
  )
}
