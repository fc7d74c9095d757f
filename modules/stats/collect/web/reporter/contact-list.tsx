/** Whom to ask at the office, each with a telephone. */
import type { ReactElement } from 'react'
import type { Static } from 'typebox'
import { useText } from '#ui/i18n/text.ts'
import type { Contact } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'

export function ContactList({
  contacts,
}: Readonly<{ contacts: readonly Static<typeof Contact>[] }>): ReactElement {
  const t = useText(reporterText)
  if (contacts.length === 0) return <p className="zr-soft">{t('home.contact.none')}</p>
  return (
    <ul className="zr-contact-list">
      {contacts.map(({ organisation, name, phone }) => (
        <li key={`${organisation} ${name}`}>
          <b>{organisation}</b>
          <span>{name}</span>
          {phone === null ? (
            <span className="zr-soft">{t('home.contact.noPhone')}</span>
          ) : (
            <a href={`tel:${phone}`}>{phone}</a>
          )}
        </li>
      ))}
    </ul>
  )
}
