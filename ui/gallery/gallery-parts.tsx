import { type ReactElement, useState } from 'react'
import { offlineProblem, RequestFailed } from '../api/request-failed.ts'
import { Banner } from '../components/banner.tsx'
import { Button, IconButton } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { Combobox } from '../components/combobox.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Checkbox, Field, Select, TextArea } from '../components/field.tsx'
import { Menu } from '../components/menu.tsx'
import { ProgressBar } from '../components/progress-bar.tsx'
import { Sparkline } from '../components/sparkline.tsx'
import { EmptyState, ErrorState, Skeleton } from '../components/states.tsx'
import { Badge, Severity, StateTag } from '../components/tag.tsx'
import { showToast } from '../components/toast.tsx'
import { formatCount } from '../i18n/format.ts'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { galleryText } from './locale/text.ts'

const industries = [
  { code: '3011', name: '水泥制造' },
  { code: '3240', name: '有色金属合金制造' },
  { code: '3711', name: '高铁车组制造' },
]

function SendBack(): ReactElement {
  const t = useText(galleryText)
  const shared = useText(uiText)
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const close = () => setOpen(false)
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        {t('gallery.parts.open')}
      </Button>
      <Dialog
        title={t('gallery.parts.dialog')}
        open={open}
        onClose={close}
        actions={
          <>
            <Button onClick={close}>{shared('ui.action.cancel')}</Button>
            <Button look="danger" onClick={close}>
              {t('gallery.parts.sendBack')}
            </Button>
          </>
        }
      >
        <TextArea
          label={t('gallery.parts.reason')}
          hint={t('gallery.parts.reasonHint')}
          value={reason}
          onChange={setReason}
          required
        />
      </Dialog>
    </>
  )
}

function Inputs(): ReactElement {
  const t = useText(galleryText)
  const shared = useText(uiText)
  const [industry, setIndustry] = useState<string | null>(null)
  const [remember, setRemember] = useState(true)
  return (
    <Card title={t('gallery.parts.account')}>
      <div className="zt-gallery-stack">
        <Field label={t('gallery.parts.account')} required problem={shared('ui.field.required')} />
        <Select
          label={t('gallery.parts.level')}
          value="fatal"
          onChange={() => {}}
          options={(['fatal', 'query', 'notice'] as const).map(value => ({
            value,
            label: shared(`ui.severity.${value}`),
          }))}
        />
        <Combobox
          label={t('gallery.parts.industry')}
          items={industries}
          value={industry}
          onChoose={setIndustry}
        />
        <Checkbox label={t('gallery.parts.remember')} checked={remember} onChange={setRemember} />
      </div>
    </Card>
  )
}

const arrivals = Array.from({ length: 60 }, (_, minute) =>
  minute < 6 || minute === 20 ? null : Math.round(40 + 30 * Math.sin(minute / 7) + ((minute * 7) % 11)),
)

function Trend(): ReactElement {
  const t = useText(galleryText)
  return (
    <Card title={t('gallery.parts.arrivals')}>
      <Sparkline
        label={t('gallery.parts.arrivals')}
        lines={[
          { label: t('gallery.parts.thisMonth'), values: arrivals },
          {
            label: t('gallery.parts.lastMonth'),
            values: arrivals.map(value => value && value / 2),
            look: 'faint',
          },
        ]}
        format={formatCount}
        timeOf={minute => `16:${String(minute).padStart(2, '0')}`}
        empty={t('gallery.parts.empty')}
      />
    </Card>
  )
}

export function Parts(): ReactElement {
  const t = useText(galleryText)
  const shared = useText(uiText)
  return (
    <div className="zt-gallery-parts">
      <Banner look="demo">{shared('ui.demo.banner')}</Banner>
      <Card>
        <div className="zt-gallery-row">
          <SendBack />
          <Button icon="download">{shared('ui.table.export')}</Button>
          <Button look="quiet">{shared('ui.action.cancel')}</Button>
          <Button busy>{shared('ui.loading.label')}</Button>
          <Button disabled>{shared('ui.action.confirm')}</Button>
          <IconButton icon="refresh" label={shared('ui.action.reload')} />
          <Menu
            items={[
              { key: 'reload', label: shared('ui.action.reload'), onSelect: () => {} },
              { key: 'retry', label: shared('ui.action.retry'), onSelect: () => {}, disabled: true },
              { key: 'clear', label: shared('ui.action.clear'), onSelect: () => {} },
            ]}
          >
            {t('gallery.parts.menu')}
          </Menu>
          <Button onClick={() => showToast(t('gallery.parts.toasted'))}>{t('gallery.parts.toast')}</Button>
        </div>
        <div className="zt-gallery-row">
          {(['fatal', 'query', 'notice'] as const).map(level => (
            <Severity key={level} level={level} count={3} />
          ))}
          {(['owed', 'draft', 'submitted', 'returned', 'accepted', 'closed'] as const).map(state => (
            <StateTag key={state} state={state} />
          ))}
          {(['plain', 'accent', 'query', 'fatal'] as const).map(look => (
            <Badge key={look} look={look}>
              {'B204-1'}
            </Badge>
          ))}
        </div>
        <ProgressBar label={t('gallery.parts.import')} done={1860} total={5000} onCancel={() => {}} />
      </Card>
      <div className="zt-gallery-columns">
        <Inputs />
        <Trend />
        <Card>
          <EmptyState title={t('gallery.parts.empty')}>{t('gallery.parts.emptyHint')}</EmptyState>
        </Card>
        <Card>
          <Skeleton lines={5} />
        </Card>
      </div>
      <ErrorState
        error={new RequestFailed({ ...offlineProblem, requestId: 'req-7f3k' })}
        onRetry={() => {}}
      />
    </div>
  )
}
