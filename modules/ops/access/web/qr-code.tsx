import { type ReactElement, useMemo } from 'react'
import { encode } from 'uqr'

/** Four modules of white on every side, as scanners expect (ISO/IEC 18004). */
const QUIET = 4

/** A text as a QR code, black on white whatever the theme; `label` says what scanning it does. */
export function QrCode({ text, label }: Readonly<{ text: string; label: string }>): ReactElement {
  const { size, path } = useMemo(() => drawn(text), [text])
  return (
    <svg
      className="za-qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="var(--zt-scan-paper)" />
      <path d={path} fill="var(--zt-scan-ink)" />
    </svg>
  )
}

/** One path for all dark modules: each run of a row is a rectangle one module high. */
function drawn(text: string): Readonly<{ size: number; path: string }> {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET })
  const runs = data.flatMap((row, y) =>
    row.flatMap((dark, x) => {
      if (!dark || row[x - 1]) return []
      const end = row.indexOf(false, x)
      return [`M${x} ${y}h${(end < 0 ? row.length : end) - x}v1H${x}z`]
    }),
  )
  return { size, path: runs.join('') }
}
