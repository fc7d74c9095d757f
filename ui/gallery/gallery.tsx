import { type ReactElement, useEffect, useState } from 'react'
import { setLocale, useLocale } from '../i18n/locale.ts'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { FillingForm, LongForm, OfficeForm, ProductForm } from './gallery-forms.tsx'
import { Parts } from './gallery-parts.tsx'
import { UnitTable } from './gallery-table.tsx'
import { Tokens } from './gallery-tokens.tsx'
import { galleryText } from './locale/text.ts'
import './gallery.css'

const parts = {
  form: FillingForm,
  products: ProductForm,
  long: LongForm,
  office: OfficeForm,
  table: UnitTable,
  parts: Parts,
  tokens: Tokens,
} as const
type PartKey = keyof typeof parts
const keys = Object.keys(parts) as PartKey[]

function usePart(): PartKey {
  const [hash, setHash] = useState(location.hash.slice(1))
  useEffect(() => {
    const follow = () => setHash(location.hash.slice(1))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return keys.find(key => key === hash) ?? 'form'
}

export function Gallery(): ReactElement {
  const t = useText(galleryText)
  const shared = useText(uiText)
  const locale = useLocale()
  const part = usePart()
  const Part = parts[part]
  return (
    <>
      <header className="zt-head">
        <b>{t('gallery.page.title')}</b>
        <nav className="zt-nav zt-head-middle" aria-label={t('gallery.page.title')}>
          {keys.map(key => (
            <a key={key} href={`#${key}`} aria-current={key === part ? 'page' : undefined}>
              {t(`gallery.part.${key}`)}
            </a>
          ))}
        </nav>
        <button
          type="button"
          className="zt-head-action"
          onClick={() => setLocale(locale === 'en' ? 'zh-CN' : 'en')}
        >
          {shared('ui.locale.switch')}
        </button>
      </header>
      <main className="zt-page zt-page-wide">
        <h1 className="zt-hidden">{t(`gallery.part.${part}`)}</h1>
        <Part key={part} />
      </main>
    </>
  )
}
