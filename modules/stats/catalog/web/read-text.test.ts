import { describe, expect, it } from 'vitest'
import { readText } from './read-text.ts'

describe('readText', () => {
  it('should read UTF-8, with or without its mark, and GBK', async () => {
    expect(await readText(new Blob(['title: 工业']))).toBe('title: 工业')
    expect(await readText(new Blob(['\uFEFFtitle: 工业']))).toBe('title: 工业')
    const gbk = new Uint8Array([0xb9, 0xa4, 0xd2, 0xb5])
    expect(await readText(new Blob([gbk]))).toBe('工业')
  })
})
