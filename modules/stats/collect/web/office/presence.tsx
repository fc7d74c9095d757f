import { type ReactElement, useEffect, useState } from 'react'
import { call } from '#ui/api/call.ts'
import { newId } from '#ui/api/new-id.ts'
import { useRead } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { formatTime } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { leaveReport, PRESENCE_EVERY, type Present, stayAtReport } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'

const TOPICS = ['collect.presence']
const SHOWN = 3

type Place = Readonly<{ collectionId: number; unitId: number }>

/** Says that this page has the report open, until it is left or hidden, and gives who else has. */
function usePresence({ collectionId, unitId }: Place, correcting: boolean): readonly Present[] {
  useLive(TOPICS)
  const [page] = useState(newId)
  const read = useRead(
    stayAtReport,
    { params: { collectionId, unitId }, body: { page, correcting } },
    {
      topics: TOPICS,
      refetchInterval: PRESENCE_EVERY,
      refetchOnWindowFocus: 'always',
      placeholderData: last => last,
      gcTime: 0,
      retry: false,
    },
  )
  useEffect(() => {
    const leave = () => {
      // Who cannot say so is forgotten soon.
      call(leaveReport, { params: { collectionId, unitId }, query: { page }, keepalive: true }).catch(
        () => {},
      )
    }
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [collectionId, unitId, page])
  return read.data?.others ?? []
}

function Person({ present }: Readonly<{ present: Present }>): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  const { name, role, activity, since } = present
  return (
    <span
      className="co-present"
      data-activity={activity}
      title={t('presence.since.text', { at: formatTime(since) })}
    >
      <span className="co-present-mark" aria-hidden="true">
        {[...name][0]}
      </span>
      <span>
        <b>{name}</b>
        {role && ` ${local(role)}`} {t(`presence.activity.${activity}`)}
      </span>
    </span>
  )
}

/** Who else has this report open; the page itself is told to them alike. */
export function Presence(props: Place & Readonly<{ correcting: boolean }>): ReactElement {
  const t = useText(officeText)
  const others = usePresence(props, props.correcting)
  const more = others.length - SHOWN
  return (
    <span className="co-presence" role="status" aria-label={t('presence.title.label')}>
      {others.slice(0, SHOWN).map(one => (
        <Person key={`${one.name} ${one.since}`} present={one} />
      ))}
      {more > 0 && <span>{t('presence.more.text', { count: more })}</span>}
    </span>
  )
}
