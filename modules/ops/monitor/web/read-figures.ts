/** Figures as people read them; what is not known is a dash. */
const round = (value: number): string => {
  if (value >= 100) return value.toFixed(0)
  return String(Number(value >= 10 ? value.toFixed(1) : value.toFixed(2)))
}

/** 0.0042 → `4.2 ms`; 1.5 → `1.5 s`; 7,300 → `2 h` */
export function formatSeconds(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '—'
  if (seconds === 0) return '0 s'
  if (seconds < 0.001) return '< 1 ms'
  if (seconds < 1) return `${seconds < 0.01 ? round(seconds * 1_000) : (seconds * 1_000).toFixed(0)} ms`
  if (seconds < 120) return `${round(seconds)} s`
  if (seconds < 7_200) return `${(seconds / 60).toFixed(0)} min`
  return seconds < 172_800 ? `${round(seconds / 3_600)} h` : `${round(seconds / 86_400)} d`
}

export function formatRate(perSecond: number | null | undefined): string {
  if (perSecond === null || perSecond === undefined) return '—'
  return perSecond === 0 ? '0' : round(perSecond)
}
