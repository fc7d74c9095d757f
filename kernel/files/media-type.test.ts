import { describe, expect, it } from 'vitest'
import { mediaTypeOf } from './media-type.ts'

describe('the media type of a file', () => {
  it('should be told from its bytes', () => {
    expect(mediaTypeOf(Buffer.from('%PDF-1.7\n%âãÏÓ', 'latin1'))).toBe('application/pdf')
    expect(mediaTypeOf(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]))).toBe('image/png')
    expect(mediaTypeOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0]))).toBe('image/jpeg')
    expect(mediaTypeOf(Buffer.from('PK\u0003\u0004.........OFD.xml', 'latin1'))).toBe('application/ofd')
  })

  it('should be unknown for a page, a program, an archive and nothing', () => {
    for (const text of ['<html><script>', 'MZ\u0090', 'PK\u0003\u0004word/document.xml', '', '%PD']) {
      expect(mediaTypeOf(Buffer.from(text, 'latin1'))).toBeNull()
    }
  })
})
