import type { ReactElement } from 'react'
import { Segments } from '../components/segments.tsx'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { densityChoices, setAppearance, themeChoices, useAppearance } from './appearance.ts'

/** Theme and density, all choices in sight. */
export function AppearanceChoice(): ReactElement {
  const t = useText(uiText)
  const { theme, density } = useAppearance()
  return (
    <>
      <Segments
        label={t('ui.theme.label')}
        value={theme}
        items={themeChoices.map(value => ({ value, label: t(`ui.theme.${value}`) }))}
        onChange={next => setAppearance({ theme: next })}
      />
      <Segments
        label={t('ui.density.label')}
        value={density}
        items={densityChoices.map(value => ({ value, label: t(`ui.density.${value}`) }))}
        onChange={next => setAppearance({ density: next })}
      />
    </>
  )
}
