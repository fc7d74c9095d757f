/**
 * What the audit trail may say was done. A module declares its codes with their words beside its permissions and adds
 * them to `AuditActions`; a code that nobody has declared does not compile where it is written.
 */
import type { BilingualText } from './problem.ts'

// biome-ignore lint/suspicious/noEmptyInterface: filled by the modules that declare actions
export interface AuditActions {}

/** `collect.report.submit`: module, noun, verb. */
export type AuditAction = keyof AuditActions

export type ActionWords = Readonly<Record<string, BilingualText>>

export const defineActions = <T extends ActionWords>(actions: T): T => Object.freeze(actions)
