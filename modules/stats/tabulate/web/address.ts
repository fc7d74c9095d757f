/** A whole table in the fragment of an address, so that a link shows a colleague the same thing without saving. */
import type { Draft } from './draft.ts'

const PREFIX = '#t='

/** Any plain data in characters that an address takes as they are. */
export function packed(value: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  const binary = Array.from(bytes, byte => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** @returns undefined for what `packed` never made */
export function unpacked(text: string): unknown {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, character => character.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

export const encodeDraft = (draft: Draft): string => `${PREFIX}${packed(draft)}`

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
  const value = hash.startsWith(PREFIX) ? unpacked(hash.slice(PREFIX.length)) : undefined
  return isDraft(value) ? value : null
}
