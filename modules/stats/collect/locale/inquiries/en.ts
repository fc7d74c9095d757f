import type { Widen } from '#ui/i18n/text.ts'
import type { zhCN } from './zh-CN.ts'

export const en: Widen<typeof zhCN> = {
  'inquiry.state.open': 'Waits for an answer',
  'inquiry.state.answered': 'Answered',
  'inquiry.state.closed': 'Closed',
  'inquiry.side.office': 'Office',
  'inquiry.side.unit': 'Unit',
  'inquiry.cells.label': 'Cells',
  'inquiry.cells.gone': '{cell} (its row is no longer in the table)',
  'inquiry.about.revision': 'About revision {revision}',
  'inquiry.answer.label': 'Answer',
  'inquiry.answer.send': 'Send the answer',
  'inquiry.answer.done': 'Answer sent',
  'inquiry.answer.closed':
    'The office has closed this inquiry; your answer was not sent. Copy it and call the office if there is news.',
  'inquiry.ask.label': 'Question',
  'inquiry.ask.send': 'Ask',
  'inquiry.ask.done': 'Inquiry sent',
  'inquiry.ask.nobody':
    'The inquiry is kept with the report, but nobody has an account for this unit and was told. Call the unit.',
  'inquiry.ask.tooMany': 'An inquiry is about {most} cells at most; {count} are marked. Unmark some with M.',
  'inquiry.ask.on': 'Ask on',
  'inquiry.ask.title': 'Ask about cells',
  'inquiry.ask.none': 'Choose a cell of the form, or mark several with M, then write what you want to know.',
  'inquiry.ask.hint': 'The unit sees it at the cell and in its messages, and can answer on a phone.',
  'inquiry.close.action': 'Close',
  'inquiry.list.none': 'No inquiries',
  'inquiry.list.noneHint': 'Ask about a cell where there is a doubt but no need to send the report back.',
  'inquiry.banner.open': 'The office has {count} {count|inquiry|inquiries} for you:',
  'inquiry.banner.rest': '{count} {count|inquiry|inquiries} of the office, none waiting for you.',
  'inquiry.banner.answer': 'Look and answer',
  'inquiry.banner.look': 'Look',
  'inquiry.dialog.title': 'Inquiries of the office',
  'inquiry.dialog.close': 'Close',
}
