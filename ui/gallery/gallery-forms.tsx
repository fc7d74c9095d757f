import { type ReactElement, useState } from 'react'
import {
  type Explanations as Explained,
  type Explanation,
  type Finding,
  type FormSession,
  openForm,
  saidText,
} from '#engines/form/index.ts'
import { Button } from '../components/button.tsx'
import { useText } from '../i18n/text.ts'
import { type ExplanationFault, findingId, savedExplanations } from '../matrix-form/findings.ts'
import { FormDesk } from '../matrix-form/form-desk.tsx'
import { galleryText } from './locale/text.ts'
import {
  longForm,
  outputFirstRevision,
  outputForm,
  outputPrevious,
  outputValues,
  outputYearAgo,
  productForm,
  productValues,
  stockForm,
  stockValues,
} from './sample-forms.ts'

const period = '2026-M10'

function openOutput(): FormSession {
  const foreign = { period, previous: outputPrevious, yearAgo: outputYearAgo }
  return openForm(outputForm, { values: outputValues, initial: outputValues, foreign })
}

/** Stands in for the collecting module's check. */
function sampleFault(_: Finding, said: Explanation): ExplanationFault | null {
  const text = saidText(said)
  if (text.trim() === '') return 'blank'
  if (text.includes('核实无误')) return 'boiler-plate'
  return [...text].length < 5 ? 'too-short' : null
}

/** The reporter's page: fill, explain, submit. */
export function FillingForm(): ReactElement {
  const t = useText(galleryText)
  const [session, setSession] = useState(openOutput)
  const [said, setSaid] = useState<Explained>({})
  return (
    <div className="zt-gallery-form" data-testid="filling">
      <FormDesk
        session={session}
        period={period}
        previous={outputPrevious}
        yearAgo={outputYearAgo}
        onChange={setSession}
        explanations={{ of: finding => said[findingId(finding)], fault: sampleFault }}
        onExplain={(finding, one) => setSaid({ ...said, [findingId(finding)]: one })}
        actions={
          <>
            <span className="zt-gallery-saved">{t('gallery.form.saved')}</span>
            <Button look="primary">{t('gallery.form.submit')}</Button>
          </>
        }
      />
      <output className="zt-hidden" data-testid="values">
        {JSON.stringify(session.values.cells)}
      </output>
    </div>
  )
}

/** With `?rows=2000` in the address a table of that many rows stands here. */
function openRows(): FormSession {
  const rows = Math.min(Number(new URLSearchParams(location.search).get('rows') ?? 0), 5_000)
  return rows > 0
    ? openForm(stockForm(rows), { values: stockValues(rows), foreign: { period } })
    : openForm(productForm, { values: productValues, foreign: { period } })
}

export function ProductForm(): ReactElement {
  const [session, setSession] = useState(openRows)
  return (
    <div className="zt-gallery-form" data-testid="products">
      <FormDesk session={session} period={period} onChange={setSession} />
      <output hidden data-testid="product-values">
        {JSON.stringify(session.values)}
      </output>
    </div>
  )
}

/** The office's view: read only, with what changed since the first revision. */
export function OfficeForm(): ReactElement {
  const [session] = useState(openOutput)
  const said = '本月新增一条硬质合金棒材生产线，9月底投产'
  return (
    <div className="zt-gallery-form" data-testid="office">
      <FormDesk
        session={session}
        period={period}
        readOnly
        previous={outputPrevious}
        yearAgo={outputYearAgo}
        baseline={outputFirstRevision}
        explanations={savedExplanations(finding => (finding.level === 'query' ? said : undefined))}
      />
    </div>
  )
}

/** 960 cells: heads and stub stay in view, typing stays quick. */
export function LongForm(): ReactElement {
  const [session, setSession] = useState(() =>
    openForm(longForm, { values: { cells: { R01C2: '5', R02C1: '9' } }, foreign: { period: '2026' } }),
  )
  return (
    <div className="zt-gallery-form">
      <FormDesk session={session} period="2026" onChange={setSession} />
    </div>
  )
}
