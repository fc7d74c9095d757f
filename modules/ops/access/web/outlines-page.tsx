import { Fragment, type ReactElement, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Static } from 'typebox'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { Select } from '#ui/components/field.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { formatCount, formatDateTime } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import {
  listEditions,
  listOutlineSets,
  type OutlineSet,
  readOutlineSet,
  readOutlines,
  removeOutlines,
} from '../contract.ts'
import { accessText } from '../locale/text.ts'
import { Confirm } from './confirm.tsx'
import { LoadOutlines } from './load-outlines.tsx'
import { KeptMap } from './outline-map.tsx'
import './access.css'

/** An office's own outlines, for each edition of the regions. */
export function OutlinesPage(): ReactElement {
  const t = useText(accessText)
  const local = useLocalText()
  const [search, setSearch] = useSearchParams()
  const editions = useRead(listEditions)
  const sets = useRead(listOutlineSets)
  const all = editions.data ?? []
  const chosen =
    all.find(one => one.edition === search.get('edition')) ?? all.find(one => one.current) ?? all[0]
  const set = sets.data?.find(one => one.edition === chosen?.edition)
  if (!editions.data || !sets.data) return <Unread read={editions.data ? sets : editions} lines={10} />
  return (
    <div className="za-page za-narrow">
      <header className="za-stack">
        <h1>{t('outlines.page.title')}</h1>
        <p className="za-soft">{t('outlines.page.why')}</p>
      </header>
      <ReadFailure read={sets} />
      {chosen ? (
        <>
          <Select
            label={t('outlines.edition.label')}
            value={chosen.edition}
            options={all.map(one => ({ value: one.edition, label: local(one.name) }))}
            onChange={edition => setSearch({ edition })}
          />
          <Current key={`${chosen.edition} ${set?.loadedAt}`} edition={chosen.edition} set={set ?? null} />
          <LoadOutlines key={chosen.edition} edition={chosen.edition} replaces={set !== undefined} />
        </>
      ) : (
        <EmptyState title={t('outlines.edition.none')} />
      )}
    </div>
  )
}

type CurrentProps = Readonly<{ edition: string; set: Static<typeof OutlineSet> | null }>

function Current({ edition, set }: CurrentProps): ReactElement {
  const t = useText(accessText)
  const [asked, setAsked] = useState(false)
  const remove = useWrite(removeOutlines, {
    changes: [listOutlineSets, readOutlineSet, readOutlines],
    onDone: () => showToast(t('outlines.done.removed')),
  })
  if (!set) return <EmptyState title={t('outlines.current.none')}>{t('outlines.current.tiles')}</EmptyState>
  const facts = [
    ['approval', set.approvalNumber],
    ['source', set.source],
    ['regions', formatCount(set.regions)],
    ['file', set.fileName],
    ['loaded', t('outlines.current.by', { name: set.loadedBy, time: formatDateTime(set.loadedAt) })],
  ] as const
  return (
    <Card
      title={t('outlines.current.title')}
      extra={
        <Button onClick={() => setAsked(true)} icon="trash">
          {t('outlines.action.remove')}
        </Button>
      }
    >
      <div className="za-stack">
        <dl className="za-facts">
          {facts.map(([key, value]) => (
            <Fragment key={key}>
              <dt>{t(`outlines.current.${key}`)}</dt>
              <dd>{value}</dd>
            </Fragment>
          ))}
        </dl>
        <KeptMap set={set} />
      </div>
      <Confirm
        open={asked}
        title={t('outlines.action.remove')}
        text={t('outlines.confirm.remove')}
        busy={remove.isPending}
        error={remove.error}
        onYes={() => remove.mutate({ params: { edition } })}
        onClose={() => setAsked(false)}
      />
    </Card>
  )
}
