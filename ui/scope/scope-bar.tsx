import type { ReactElement } from 'react'
import { useSearchParams } from 'react-router'
import { type LocalText, useLocalText, useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { placeOf, type ScopeKey, scopeKeys, useScope } from './use-scope.ts'
import './scope-bar.css'

/** Options of one `group` stand together under its name. */
export type ScopeOption = Readonly<{ value: string; label: LocalText; group?: LocalText }>
export type ScopeOptions = Readonly<Partial<Record<ScopeKey, readonly ScopeOption[]>>>

/**
 * One select per dimension that has options; the region is the place drilled to. A value that is not among them is kept
 * and shown as it is.
 */
export function ScopeBar({ options }: Readonly<{ options: ScopeOptions }>): ReactElement | null {
  const t = useText(uiText)
  const [scope, change] = useScope()
  const [address] = useSearchParams()
  const shown = scopeKeys.filter(key => (options[key]?.length ?? 0) > 0)
  if (shown.length === 0) return null
  return (
    <fieldset className="zt-scope" aria-label={t('ui.scope.label')}>
      {shown.map(key => {
        const list = options[key]!
        const value = (key === 'region' ? placeOf(address, scope) : scope[key]) ?? ''
        return (
          <label key={key} className="zt-scope-item">
            <span className="zt-scope-name">{t(`ui.scope.${key}`)}</span>
            <select value={value} onChange={event => change({ [key]: event.target.value || undefined })}>
              <option value="">{t('ui.scope.all')}</option>
              {value !== '' && !list.some(option => option.value === value) && <option>{value}</option>}
              <Options list={list} />
            </select>
          </label>
        )
      })}
    </fieldset>
  )
}

function Options({ list }: Readonly<{ list: readonly ScopeOption[] }>): ReactElement {
  const local = useLocalText()
  const names = [...new Set(list.map(option => option.group && local(option.group)))]
  return (
    <>
      {names.map(name => {
        const members = list.filter(option => (option.group && local(option.group)) === name)
        const options = members.map(option => (
          <option key={option.value} value={option.value}>
            {local(option.label)}
          </option>
        ))
        if (name === undefined || names.length === 1) return options
        return (
          <optgroup key={name} label={name}>
            {options}
          </optgroup>
        )
      })}
    </>
  )
}
