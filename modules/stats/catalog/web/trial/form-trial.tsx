import { type ReactElement, useMemo, useState } from 'react'
import {
  type Codelists,
  type FormSession,
  type FormSpec,
  formatPeriod,
  periodOf,
  previousPeriod,
  shiftPeriod,
  yearAgoPeriod,
} from '#engines/form/index.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { DeviceFrame } from '#ui/components/device-frame.tsx'
import { Unread } from '#ui/components/read-states.tsx'
import { Segments } from '#ui/components/segments.tsx'
import { formatDate } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { FormDesk } from '#ui/matrix-form/form-desk.tsx'
import { MatrixForm } from '#ui/matrix-form/matrix-form.tsx'
import { catalogText } from '../../locale/text.ts'
import { ElsewherePanel } from './elsewhere-panel.tsx'
import {
  carried,
  inPeriod,
  openTrial,
  type Past,
  restarted,
  type Trial,
  trialForm,
  withPast,
} from './trial.ts'
import { useOutsideLists } from './use-outside-lists.ts'
import './trial.css'

type Part = 'now' | Past
type Device = 'desktop' | 'phone'
type Change = (next: Trial) => void

const PHONE = { width: 390, height: 760 }

type FormTrialProps = Readonly<{ spec: FormSpec; forms: readonly FormSpec[] }>

/** The form as respondents will see it, to be filled in and its rules tried; nothing is stored. */
export function FormTrial(props: FormTrialProps): ReactElement {
  const lists = useOutsideLists(props.spec)
  return lists.data ? <Filling {...props} codelists={lists.data} /> : <Unread read={lists} lines={14} />
}

function Filling(props: FormTrialProps & Readonly<{ codelists: Codelists }>): ReactElement {
  const { spec, forms, codelists } = props
  const form = useMemo(() => trialForm(spec, forms, codelists), [spec, forms, codelists])
  const now = () => periodOf(formatDate(Date.now()), spec.frequency)
  const [trial, setTrial] = useState(() => openTrial(form, now()))
  // The form is being written: what was filled in stays where it still fits.
  if (trial.form !== form) setTrial(carried(form, trial, now()))
  const [part, setPart] = useState<Part>('now')
  const [device, setDevice] = useState<Device>('desktop')
  const shown = part !== 'now' && form.pasts.includes(part) ? part : 'now'
  return (
    <div className="zc-trial">
      <TrialTools
        trial={trial}
        onChange={setTrial}
        part={shown}
        onPart={setPart}
        device={device}
        onDevice={setDevice}
      />
      <TrialNote runs={form.runs} part={shown} />
      {shown === 'now' && <ElsewherePanel trial={trial} onChange={setTrial} />}
      <TrialPaper trial={trial} onChange={setTrial} part={shown} device={device} />
    </div>
  )
}

function TrialNote({ runs, part }: Readonly<{ runs: boolean; part: Part }>): ReactElement {
  const t = useText(catalogText)
  if (!runs) return <Banner look="query">{t('trial.note.errors')}</Banner>
  return <p className="zc-soft">{t(part === 'now' ? 'trial.note.now' : 'trial.note.past')}</p>
}

type ToolsProps = Readonly<{
  trial: Trial
  onChange: Change
  part: Part
  onPart: (part: Part) => void
  device: Device
  onDevice: (device: Device) => void
}>

function TrialTools(props: ToolsProps): ReactElement {
  const { trial, onChange } = props
  const t = useText(catalogText)
  const { pasts } = trial.form
  const devices = (['desktop', 'phone'] as const).map(value => ({ value, label: t(`trial.device.${value}`) }))
  return (
    <div className="zc-trial-tools" role="toolbar" aria-label={t('trial.tools.label')}>
      <PeriodChoice trial={trial} onChange={onChange} />
      {pasts.length > 0 && (
        <Segments
          label={t('trial.part.label')}
          value={props.part}
          items={(['now', ...pasts] as const).map(value => ({ value, label: t(`trial.part.${value}`) }))}
          onChange={props.onPart}
        />
      )}
      <Segments
        label={t('trial.device.label')}
        value={props.device}
        items={devices}
        onChange={props.onDevice}
      />
      <Button look="quiet" icon="refresh" onClick={() => onChange(restarted(trial))}>
        {t('trial.action.restart')}
      </Button>
    </div>
  )
}

/** Rules may ask for the month, so that any of the last year can be tried. */
function PeriodChoice({ trial, onChange }: Readonly<{ trial: Trial; onChange: Change }>): ReactElement {
  const t = useText(catalogText)
  const locale = useLocale()
  const latest = periodOf(formatDate(Date.now()), trial.form.spec.frequency)
  return (
    <label className="zt-desk-choice">
      {t('trial.period.label')}
      <select value={trial.period} onChange={event => onChange(inPeriod(trial, event.target.value))}>
        {Array.from({ length: 13 }, (_, back) => shiftPeriod(latest, -back)).map(period => (
          <option key={period} value={period}>
            {formatPeriod(period, locale)}
          </option>
        ))}
      </select>
    </label>
  )
}

type PaperProps = Readonly<{ trial: Trial; onChange: Change; part: Part; device: Device }>

function TrialPaper({ trial, onChange, part, device }: PaperProps): ReactElement {
  const t = useText(catalogText)
  const periods = {
    now: trial.period,
    previous: previousPeriod(trial.period),
    yearAgo: yearAgoPeriod(trial.period),
  }
  const change = (session: FormSession) =>
    onChange(part === 'now' ? { ...trial, main: session } : withPast(trial, part, session))
  const shared = { period: periods[part], codelists: trial.form.codelists, onChange: change }
  const paper =
    part === 'now' ? (
      <FormDesk
        {...shared}
        session={trial.main}
        previous={trial.previous.values}
        yearAgo={trial.yearAgo.values}
      />
    ) : (
      <MatrixForm {...shared} session={trial[part]} beside="none" />
    )
  if (device === 'desktop') return <div className="zc-trial-desk">{paper}</div>
  return (
    <DeviceFrame title={t('trial.device.frame')} {...PHONE}>
      {paper}
    </DeviceFrame>
  )
}
