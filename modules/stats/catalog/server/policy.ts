/** Who may touch which form: a permission limited to subjects (专业) covers forms of those subjects only. */
import { Problem } from '#kernel/contract/index.ts'
import type { Reach } from '#kernel/db/tx.ts'
import { catalogProblems, subjectName } from '../contract.ts'

export const coversSubject = (reach: Reach, subject: string): boolean =>
  reach.everything || reach.nodes.some(node => node.subjects === null || node.subjects.includes(subject))

export function requireSubject(reach: Reach, subject: string): void {
  if (!coversSubject(reach, subject))
    throw new Problem(catalogProblems.subjectOutside, { subject: subjectName(subject) })
}

/** 有效期 is a month and runs to its last day in Shanghai. */
export const isExpired = (validUntil: string, today: string): boolean => validUntil < today.slice(0, 7)
