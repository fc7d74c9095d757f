import { describe, expect, it } from 'vitest'
import type { Inquiry } from '../../contract.ts'
import { askedCells } from './asked-cells.ts'

const inquiry = (state: Inquiry['state'], cells: string[], ...texts: string[]): Inquiry => ({
  inquiryId: 1,
  cells,
  revisionNo: 1,
  state,
  messages: texts.map((text, n) => ({ side: n % 2 ? 'unit' : 'office', by: '', at: '', text })),
})

describe('cells that are asked about', () => {
  it('should carry the last question of what waits for an answer, and nothing else', () => {
    const asked = askedCells([
      inquiry('open', ['M1'], 'later'),
      inquiry('answered', ['M3'], 'was it', 'yes'),
      inquiry('open', ['M1', 'P1@p2'], 'earlier', 'so', 'and when'),
      inquiry('closed', ['M4'], 'done'),
    ])
    expect([...asked]).toEqual([
      ['M1', 'later'],
      ['P1@p2', 'and when'],
    ])
  })
})
