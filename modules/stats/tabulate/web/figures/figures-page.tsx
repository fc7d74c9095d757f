import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useRead } from '#ui/api/queries.ts'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { readFigures } from '../../contract.ts'
import { figuresText } from '../../locale/figures-text.ts'
import { FigureCard } from './figure-card.tsx'
import './figures.css'

/** The month in a few figures: what is released, each in a number, a sentence and a trend. */
export function FiguresPage(): ReactElement {
  const t = useText(figuresText)
  const read = useRead(readFigures, {}, { topics: ['collect.report', 'collect.collection'] })
  if (!read.data) return <Unread read={read} lines={12} />
  const { places, figures } = read.data
  return (
    <div className="fg-page">
      <header className="zt-page-head">
        <h1>
          {t('figures.page.title')} <span className="fg-place">{places.join(' · ')}</span>
        </h1>
        <Link className="zt-button" to="/collect/progress">
          {t('figures.page.progress')}
        </Link>
      </header>
      <ReadFailure read={read} />
      {figures.length === 0 ? (
        <EmptyState title={t('figures.empty.title')}>{t('figures.empty.text')}</EmptyState>
      ) : (
        <ul className="fg-figures">
          {figures.map(figure => (
            <FigureCard key={`${figure.formCode} ${figure.label['zh-CN']}`} figure={figure} />
          ))}
        </ul>
      )}
      <p className="fg-soft">{t('figures.page.rule')}</p>
    </div>
  )
}
