/** A whole table in the fragment of an address, so that a link shows a colleague the same thing without saving. */
import type { Draft } from './draft.ts'

const PREFIX = '#t='

export function encodeDraft(draft: Draft): string {
  const bytes = new TextEncoder().encode(JSON.stringify(draft))
  const binary = Array.from(bytes, byte => String.fromCharCode(byte)).join('')
  return `${PREFIX}${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}

const isDraft = (value: unknown): value is Draft => {
  if (typeof value !== 'object' || value === null) return false
  const { name, formVersionId, definition } = value as Record<string, unknown>
  if (typeof formVersionId !== 'number' || typeof name !== 'object' || name === null) return false
  if (typeof (name as Record<string, unknown>)['zh-CN'] !== 'string') return false
  if (typeof definition !== 'object' || definition === null) return false
  const { rows, columns, periods, edition } = definition as Record<string, unknown>
  return (
    Array.isArray(rows) && Array.isArray(columns) && Array.isArray(periods) && typeof edition === 'string'
  )
}

/** @returns null for anything that is not a table; the server judges what the table says */
export function decodeDraft(hash: string): Draft | null {
  if (!hash.startsWith(PREFIX)) return null
  try {
    const binary = atob(hash.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, character => character.charCodeAt(0))
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isDraft(value) ? value : null
  } catch {
    return null
  }
}
