import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import type { Static } from 'typebox'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Button } from '#ui/components/button.tsx'
import { Checkbox } from '#ui/components/field.tsx'
import { EmptyState, ErrorState, Skeleton } from '#ui/components/states.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { listInbox, type MessageView, markInboxRead, readSession } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import './access.css'

type Message = Static<typeof MessageView>
const PAGE = 20

export function Inbox(): ReactElement {
  const t = useText(accessText)
  const [page, setPage] = useState(1)
  const [unreadOnly, setUnreadOnly] = useState(false)
  const inbox = useRead(listInbox, { query: { page, pageSize: PAGE, unreadOnly } }, { topics: ['inbox'] })
  const mark = useWrite(markInboxRead, { changes: [listInbox, readSession] })
  useLive(['inbox'])
  const read = (ids: number[] | 'all') => mark.mutate({ body: { ids } })
  const items = inbox.data?.items ?? []
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  // What went to another page, or was read meanwhile, is chosen no longer.
  const picked = items.filter(item => item.readAt === null && chosen.has(item.id)).map(item => item.id)
  const choose = (id: number, on: boolean) =>
    setChosen(new Set(on ? [...picked, id] : picked.filter(one => one !== id)))
  return (
    <div className="za-page za-narrow">
      <header className="za-head">
        <h1>{t('inbox.page.title')}</h1>
        <Checkbox
          label={t('inbox.filter.unread')}
          checked={unreadOnly}
          onChange={checked => {
            setUnreadOnly(checked)
            setPage(1)
          }}
        />
        {picked.length > 0 && (
          <Button look="primary" busy={mark.isPending} onClick={() => read(picked)}>
            {t('inbox.action.readChosen', { count: picked.length })}
          </Button>
        )}
        <Button
          busy={mark.isPending}
          disabled={items.every(item => item.readAt !== null)}
          onClick={() => read('all')}
        >
          {t('inbox.action.readAll')}
        </Button>
      </header>
      {inbox.isPending && <Skeleton lines={8} />}
      {inbox.isError && <ErrorState error={inbox.error} onRetry={() => inbox.refetch()} />}
      {mark.isError && <ErrorState error={mark.error} compact />}
      {inbox.data && items.length === 0 && (
        <EmptyState title={unreadOnly ? t('inbox.list.noUnread') : t('inbox.list.empty')}>
          {t('inbox.list.emptyText')}
        </EmptyState>
      )}
      <ul className="za-messages" aria-label={t('inbox.list.label')}>
        {items.map(item => (
          <MessageItem
            key={item.id}
            message={item}
            chosen={picked.includes(item.id)}
            onChoose={on => choose(item.id, on)}
            onRead={() => read([item.id])}
          />
        ))}
      </ul>
      {inbox.data && inbox.data.total > PAGE && (
        <p className="za-row">
          <Button disabled={page === 1} onClick={() => setPage(page - 1)}>
            {t('inbox.page.newer')}
          </Button>
          <Button disabled={page * PAGE >= inbox.data.total} onClick={() => setPage(page + 1)}>
            {t('inbox.page.more')}
          </Button>
        </p>
      )}
    </div>
  )
}

type ItemProps = Readonly<{
  message: Message
  chosen: boolean
  onChoose: (on: boolean) => void
  onRead: () => void
}>

function MessageItem(props: ItemProps): ReactElement {
  const t = useText(accessText)
  const local = useLocalText()
  const { message, chosen, onChoose, onRead } = props
  const unread = message.readAt === null
  return (
    <li className={unread ? 'za-message za-message-unread' : 'za-message'}>
      <h2>
        {unread && (
          <input
            type="checkbox"
            aria-label={t('inbox.item.choose', { title: local(message.title) })}
            checked={chosen}
            onChange={event => onChoose(event.target.checked)}
          />
        )}
        {unread && <span className="za-dot" role="img" aria-label={t('inbox.item.unread')} />}
        {local(message.title)}
      </h2>
      <p>{local(message.body)}</p>
      <p className="za-row">
        <time className="za-soft" dateTime={message.createdAt}>
          {formatDateTime(message.createdAt)}
        </time>
        {message.link && (
          <Link to={message.link} onClick={unread ? onRead : undefined}>
            {t('inbox.action.open')}
          </Link>
        )}
        {unread && (
          <Button look="quiet" onClick={onRead}>
            {t('inbox.action.read')}
          </Button>
        )}
      </p>
    </li>
  )
}
