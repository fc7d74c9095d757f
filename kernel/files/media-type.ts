/** What a file is, by its first bytes: neither its name nor what the browser calls it can be relied on. */

const starts = (bytes: Buffer, ...signature: readonly number[]): boolean =>
  signature.every((byte, at) => bytes[at] === byte)

const PDF_WITHIN = 1024

/** OFD (GB/T 33190) is a ZIP archive with an entry of this name. */
const isOfd = (bytes: Buffer): boolean =>
  starts(bytes, 0x50, 0x4b, 0x03, 0x04) && bytes.includes('OFD.xml', 0, 'latin1')

const signatures = [
  ['application/pdf', (bytes: Buffer) => bytes.subarray(0, PDF_WITHIN).includes('%PDF-', 0, 'latin1')],
  ['image/png', (bytes: Buffer) => starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['image/jpeg', (bytes: Buffer) => starts(bytes, 0xff, 0xd8, 0xff)],
  ['application/ofd', isOfd],
] as const

export type MediaType = (typeof signatures)[number][0]

/** The media type of a document or a scan; null for everything else. */
export const mediaTypeOf = (bytes: Buffer): MediaType | null =>
  signatures.find(([, fits]) => fits(bytes))?.[0] ?? null
