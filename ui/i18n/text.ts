/**
 * Text bundles. zh-CN is the source: a flat `as const` object with keys `screen.feature.kind`; every other
 * locale is `Widen<typeof zhCN>`, so a missing key does not compile. `{name}` takes a parameter,
 * `{name|one|other}` chooses a word by count.
 */
import { type Locale, useLocale } from './locale.ts'

export type Widen<T extends Readonly<Record<string, string>>> = Readonly<Record<keyof T, string>>

export type TextBundle<Z extends Readonly<Record<string, string>>> = Readonly<{ 'zh-CN': Z; en: Widen<Z> }>

type NameOf<Inner extends string> = Inner extends `${infer Name}|${string}` ? Name : Inner
type Names<T extends string> = T extends `${string}{${infer Inner}}${infer Rest}`
  ? NameOf<Inner> | Names<Rest>
  : never
type Arguments<T extends string> = [Names<T>] extends [never]
  ? []
  : [parameters: Readonly<Record<Names<T>, string | number>>]

/** Reads one text; the parameters it needs follow from the zh-CN wording. */
export type Translate<Z extends Readonly<Record<string, string>>> = <K extends keyof Z & string>(
  key: K,
  ...parameters: Arguments<Z[K]>
) => string

export const defineText = <const Z extends Readonly<Record<string, string>>>(
  zhCN: Z,
  en: Widen<Z>,
): TextBundle<Z> => Object.freeze({ 'zh-CN': zhCN, en })

export function interpolate(template: string, parameters: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one, other) => {
    const value = parameters[name]
    if (value === undefined) return whole
    if (one === undefined) return String(value)
    return Number(value) === 1 ? one : other
  })
}

const translators = new WeakMap<object, Partial<Record<Locale, unknown>>>()

/** Usable outside React; the same function comes back for the same bundle and locale. */
export function textIn<Z extends Readonly<Record<string, string>>>(
  bundle: TextBundle<Z>,
  locale: Locale,
): Translate<Z> {
  const known = translators.get(bundle) ?? {}
  translators.set(bundle, known)
  known[locale] ??= (key: keyof Z & string, parameters: Record<string, string | number> = {}) =>
    interpolate(bundle[locale][key] ?? key, parameters)
  return known[locale] as Translate<Z>
}

export const useText = <Z extends Readonly<Record<string, string>>>(bundle: TextBundle<Z>): Translate<Z> =>
  textIn(bundle, useLocale())

/** A label of the data itself (form titles, region names), which may lack its English. */
export type LocalText = Readonly<{ 'zh-CN': string; en?: string | undefined }>

export const localText = (text: LocalText, locale: Locale): string =>
  locale === 'en' ? text.en || text['zh-CN'] : text['zh-CN']

export function useLocalText(): (text: LocalText) => string {
  const locale = useLocale()
  return text => localText(text, locale)
}
