import type { ReactElement } from 'react'
import type { FieldSpec } from '#engines/form/index.ts'
import { useUnitText } from '../i18n/unit.ts'
import { type Block, explainedItem } from './board.ts'
import { ExplainButton } from './explanation.tsx'
import { FormCell } from './form-cell.tsx'
import { useForm } from './form-host.ts'

/** Header, signers and record sections: a name, a value, a unit of measure. */
export function FieldList(
  props: Readonly<{ fields: readonly FieldSpec[]; block: Block; look: 'header' | 'record' | 'signers' }>,
): ReactElement {
  const { local } = useForm()
  const unit = useUnitText()
  return (
    <dl className={`zt-fields zt-fields-${props.look}`}>
      {props.fields.map((field, line) => {
        const slot = props.block.lines[line]?.[0]
        const item = explainedItem(field)
        return (
          <div key={field.cell.code} className="zt-fields-item">
            <dt>
              {local(field.name)}
              {field.cell.required && (
                <span className="zt-field-required" aria-hidden="true">
                  {'*'}
                </span>
              )}
              {item && <ExplainButton item={item} tabbed={!slot} />}
            </dt>
            <dd>
              {slot ? <FormCell slot={slot} /> : '×'}
              {slot?.unitOfMeasure && <span className="zt-unit">{unit(slot.unitOfMeasure)}</span>}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
