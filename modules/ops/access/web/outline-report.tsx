import type { ReactElement } from 'react'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import type { OutlinePreview } from '../contract.ts'
import { accessText } from '../locale/text.ts'

/** Which regions of the edition a file would give outlines to, which not, and which features are of none. */
export function OutlineReport({ preview }: Readonly<{ preview: OutlinePreview }>): ReactElement {
  const t = useText(accessText)
  const { strangers, levels } = preview
  const more = strangers.count - strangers.first.length
  return (
    <section className="za-stack" aria-label={t('outlines.preview.title')}>
      <p role="status">
        {t('outlines.preview.read', {
          features: formatCount(preview.features),
          points: formatCount(preview.points),
          property: preview.property,
        })}
      </p>
      <table className="za-passwords">
        <thead>
          <tr>
            <th scope="col">{t('outlines.preview.level')}</th>
            <th scope="col">{t('outlines.preview.matched')}</th>
            <th scope="col">{t('outlines.preview.missing')}</th>
          </tr>
        </thead>
        <tbody>
          {levels.map(({ level, regions, matched, missing }) => (
            <tr key={level}>
              <th scope="row">{t(`outlines.level.${level}`)}</th>
              <td>{`${formatCount(matched)} / ${formatCount(regions)}`}</td>
              <td>
                {missing.map(one => one.name).join(t('outlines.preview.comma'))}
                {matched > 0 && regions - matched > missing.length && t('outlines.preview.andMore')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {strangers.count > 0 && (
        <details>
          <summary>{t('outlines.preview.strangers', { count: formatCount(strangers.count) })}</summary>
          <ul className="za-list">
            {strangers.first.map(({ feature, code, name }) => (
              <li key={feature}>{t('outlines.preview.stranger', { feature, code, name: name ?? '' })}</li>
            ))}
          </ul>
          {more > 0 && <p>{t('outlines.preview.andMore')}</p>}
        </details>
      )}
    </section>
  )
}
