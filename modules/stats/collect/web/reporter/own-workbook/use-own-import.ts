/** One import: the file as it is matched now, what it would change, and whether its mapping is remembered. */
import { useMemo, useState } from 'react'
import { editOf } from '#engines/exchange/form-workbook/changes.ts'
import type { FormSession } from '#engines/form/index.ts'
import { asProblem } from '#ui/api/request-failed.ts'
import { showToast } from '#ui/components/toast.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { ownWorkbookText } from '../../../locale/own-workbook/text.ts'
import type { Opened } from '../filling.ts'
import type { ChooseState } from './choose-step.tsx'
import type { Keeping } from './keep-fields.tsx'
import { type Matched, nameFor, ownChanges, ownReading, placesOf, readOwnFile } from './own-workbook-file.ts'
import { type KeptMappings, keepMapping } from './use-kept-mappings.ts'

export type Step = 'choose' | 'match' | 'preview'

/** What a remembered mapping fits wholly is looked through at once. */
const stepFor = ({ from, notes }: Matched): Step =>
  from !== null && notes.every(({ kind }) => kind === 'followed') ? 'preview' : 'match'

/** A mapping of nothing is not worth a name. */
const maps = ({ matching }: Matched): boolean =>
  Object.keys(matching.cells).length + Object.keys(matching.rows).length > 0

/** Whether the mapping is remembered, under which name, and the remembering. */
function useKeeping(opened: Opened, matched: Matched | null) {
  const t = useText(ownWorkbookText)
  const locale = useLocale()
  const [keeping, setKeeping] = useState<Keeping>({ on: true, name: '' })
  const [keepingNow, setKeepingNow] = useState(false)
  /** @returns why it was not kept */
  const keep = async (one: Matched): Promise<string | null> => {
    try {
      await keepMapping(opened, keeping.name.trim(), placesOf(opened, one), one.from)
      return null
    } catch (error) {
      return localText(asProblem(error).message, locale)
    }
  }
  const keeps = matched !== null && keeping.on && keeping.name.trim() !== '' && maps(matched)
  return {
    keeping,
    setKeeping,
    keepingNow,
    keeps,
    keep,
    /** Where nothing is to be filled in. Says whether it was kept. */
    keepOnly: async (): Promise<boolean> => {
      if (!matched || !keeps) return false
      setKeepingNow(true)
      const why = await keep(matched)
      setKeepingNow(false)
      if (why === null) showToast(t('own.keep.done', { name: keeping.name.trim() }))
      else showToast(t('own.keep.failedAlone', { why }), 'fatal')
      return why === null
    },
  }
}

export function useOwnImport(opened: Opened, session: FormSession, kept: KeptMappings) {
  const t = useText(ownWorkbookText)
  const [choosing, setChoosing] = useState<ChooseState>({})
  const [step, setStep] = useState<Step>('choose')
  const [matched, setMatched] = useState<Matched | null>(null)
  const { keep, keepOnly, ...keeping } = useKeeping(opened, matched)
  /** By what is left out, so that a source corrected meanwhile is chosen. */
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set())
  const reading = useMemo(() => matched && ownReading(opened, session, matched), [opened, session, matched])
  const changes = useMemo(() => (reading ? ownChanges(session, reading) : []), [session, reading])
  const take = async (file: File) => {
    const { name } = file
    setChoosing({ reading: name })
    try {
      const read = await readOwnFile(opened, file, kept.mappings)
      if (read.refusal) return setChoosing({ refused: read.refusal, name })
      setChoosing({})
      setMatched(read.matched)
      setDropped(new Set())
      keeping.setKeeping({ on: true, name: read.matched.from?.name ?? nameFor(name) })
      setStep(stepFor(read.matched))
    } catch {
      setChoosing({ refused: 'unreadable', name })
    }
  }
  const taken = changes.filter(({ id }) => !dropped.has(id))
  return {
    choosing,
    step,
    matched,
    reading,
    changes,
    ...keeping,
    chosen: new Set(taken.map(({ id }) => id)),
    take,
    setStep,
    setMatched,
    choose: (next: ReadonlySet<string>) =>
      setDropped(new Set(changes.flatMap(({ id }) => (next.has(id) ? [] : [id])))),
    /** One step for undo; the mapping follows on its own, so that the values do not wait for the network. */
    apply: (): FormSession => {
      if (matched && keeping.keeps)
        void keep(matched).then(why => why !== null && showToast(t('own.keep.failed', { why }), 'fatal'))
      showToast(t('own.done.text', { count: taken.length }))
      return session.apply(editOf(taken))
    },
    keepOnly,
  }
}
