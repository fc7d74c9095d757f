import type { CSSProperties, ReactElement } from 'react'
import { densityChoices } from '../appearance/appearance.ts'
import { AppearanceChoice } from '../appearance/appearance-choice.tsx'
import { Button } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { Badge, Severity, StateTag } from '../components/tag.tsx'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { densities, type Palette, palettes } from '../tokens/palette.ts'
import { galleryText } from './locale/text.ts'

const themes = ['light', 'dark'] as const
const levels = ['fatal', 'query', 'notice'] as const

function Swatches({ palette }: Readonly<{ palette: Palette }>): ReactElement {
  return (
    <ul className="zt-gallery-swatches">
      {Object.entries(palette).map(([name, value]) => (
        <li key={name}>
          <span style={{ background: `var(--zt-${name})` } as CSSProperties} aria-hidden="true" />
          <code>{name}</code>
          <code className="zt-gallery-value">{value}</code>
        </li>
      ))}
    </ul>
  )
}

/** One theme on its own ground, whatever the page shows. */
function ThemeSample({ theme }: Readonly<{ theme: (typeof themes)[number] }>): ReactElement {
  const t = useText(uiText)
  return (
    <section className="zt-gallery-theme" data-theme={theme}>
      <h2>{t(`ui.theme.${theme}`)}</h2>
      <div className="zt-gallery-row">
        <Button look="primary">{t('ui.action.confirm')}</Button>
        <Button>{t('ui.action.cancel')}</Button>
        <Button look="danger">{t('ui.action.clear')}</Button>
        <Button disabled>{t('ui.action.retry')}</Button>
      </div>
      <div className="zt-gallery-row">
        {levels.map(level => (
          <Severity key={level} level={level} count={3} />
        ))}
        {(['owed', 'submitted', 'returned', 'accepted'] as const).map(state => (
          <StateTag key={state} state={state} />
        ))}
        {(['plain', 'accent', 'query', 'fatal'] as const).map(look => (
          <Badge key={look} look={look}>
            {'B204-1'}
          </Badge>
        ))}
      </div>
      <Swatches palette={palettes[theme]} />
    </section>
  )
}

function DensitySample({ density }: Readonly<{ density: (typeof densityChoices)[number] }>): ReactElement {
  const t = useText(uiText)
  const own = useText(galleryText)
  const { row, 'row-text': size } = densities[density]
  return (
    <div className="zt-table" data-density={density}>
      <table>
        <caption>
          {t(`ui.density.${density}`)}
          <code className="zt-gallery-value">{`${row} / ${size} px`}</code>
        </caption>
        <thead>
          <tr>
            <th scope="col" className="zt-align-left">
              {own('gallery.table.region')}
            </th>
            <th scope="col" className="zt-align-right">
              {own('gallery.table.output')}
            </th>
          </tr>
        </thead>
        <tbody>
          {['430211', '430212', '430221'].map((code, i) => (
            <tr key={code}>
              <td>{code}</td>
              <td className="zt-number">{((i + 3) * 138.52).toFixed(2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function Tokens(): ReactElement {
  return (
    <div className="zt-gallery-parts">
      <Card>
        <div className="zt-gallery-row zt-gallery-choices">
          <AppearanceChoice />
        </div>
      </Card>
      <div className="zt-gallery-columns zt-gallery-densities">
        {densityChoices.map(density => (
          <DensitySample key={density} density={density} />
        ))}
      </div>
      <div className="zt-gallery-columns">
        {themes.map(theme => (
          <ThemeSample key={theme} theme={theme} />
        ))}
      </div>
    </div>
  )
}
