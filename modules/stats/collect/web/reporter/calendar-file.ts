/** Deadlines as an iCalendar file (RFC 5545), which Outlook, phones and the calendars of WPS and DingTalk take. */

export type Deadline = Readonly<{
  /** The same for the same report, so that taking the file again changes the entry and adds none. */
  id: string
  summary: string
  description: string
  url: string
  at: string
}>

/** 3.3.11: what would end the text or the line. */
const text = (value: string): string =>
  value.replace(/[\\;,]/g, sign => `\\${sign}`).replace(/\r\n?|\n/g, '\\n')

/** 3.3.5, form 2: UTC. */
const instant = (at: string | number): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '')

const bytes = new TextEncoder()

/** 3.1: lines of at most 75 octets, never through a character. */
function folded(line: string): string {
  let [out, length] = ['', 0]
  for (const character of line) {
    const size = bytes.encode(character).length
    if (length + size > 75) {
      out += '\r\n '
      length = 1
    }
    out += character
    length += size
  }
  return out
}

const eventLines = ({ id, summary, description, url, at }: Deadline, stamp: string): readonly string[] => [
  'BEGIN:VEVENT',
  `UID:${id}`,
  `DTSTAMP:${stamp}`,
  `DTSTART:${instant(at)}`,
  `SUMMARY:${text(summary)}`,
  `DESCRIPTION:${text(description)}`,
  `URL:${url}`,
  'TRANSP:TRANSPARENT',
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  'TRIGGER:-P1D',
  `DESCRIPTION:${text(summary)}`,
  'END:VALARM',
  'END:VEVENT',
]

/** The day before each deadline the calendar reminds. */
export function calendarFile(deadlines: readonly Deadline[], now: number): string {
  const stamp = instant(now)
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Zhitong//Deadlines//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...deadlines.flatMap(one => eventLines(one, stamp)),
    'END:VCALENDAR',
  ]
  return lines.map(line => `${folded(line)}\r\n`).join('')
}
