import type { FastifyError } from 'fastify'
import { describe, expect, it } from 'vitest'
import { toProblem } from './errors.ts'

const codeOf = (error: object): string => toProblem(error as FastifyError, new Map(), 'r1').type.code

describe('failures as problems', () => {
  it('should say that the disk is full, wherever it was met', () => {
    const database = Object.assign(new Error('could not extend file "base/5/16384"'), { code: '53100' })
    const files = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    const mirror = new Error('IO Error: Could not write file "mirror.duckdb": No space left on device')
    expect([database, files, mirror].map(codeOf)).toEqual(['STORAGE_FULL', 'STORAGE_FULL', 'STORAGE_FULL'])
  })

  it('should say that a lock or a statement took too long, and that nothing was saved', () => {
    const lock = Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' })
    const statement = Object.assign(new Error('canceling statement'), { code: '57014' })
    expect([lock, statement].map(codeOf)).toEqual(['DATABASE_BUSY', 'DATABASE_BUSY'])
  })

  it('should tell nothing of what it does not know', () => {
    expect(codeOf(new Error('password is hunter2'))).toBe('INTERNAL_ERROR')
  })
})
