import { createContext, type ReactElement, type ReactNode, useContext, useMemo, useState } from 'react'

type Texts = ReadonlyMap<string, string>
type Kept = Readonly<{ texts: Texts; write: (key: string, text: (now: string) => string) => void }>

const KeptTexts = createContext<Kept>({ texts: new Map(), write: () => {} })

/** Keeps what is written and not yet sent while the dialog, the tab or the report around it is drawn anew. */
export function KeepDrafts({ children }: Readonly<{ children: ReactNode }>): ReactElement {
  const [texts, setTexts] = useState<Texts>(new Map())
  const kept = useMemo(
    () => ({
      texts,
      write: (key: string, text: (now: string) => string) =>
        setTexts(now => new Map(now).set(key, text(now.get(key) ?? ''))),
    }),
    [texts],
  )
  return <KeptTexts value={kept}>{children}</KeptTexts>
}

export type Draft = Readonly<{
  text: string
  write: (text: string) => void
  /** Takes away what was sent, and nothing that was written since. */
  sent: (text: string) => void
}>

export const newQuestion = (report: Readonly<{ collectionId: number; unitId: number }>): string =>
  `${report.collectionId}/${report.unitId}`

/** @param about number of an inquiry, or `newQuestion` */
export function useDraft(about: number | string): Draft {
  const { texts, write } = useContext(KeptTexts)
  const key = String(about)
  return {
    text: texts.get(key) ?? '',
    write: text => write(key, () => text),
    sent: text => write(key, now => (now.trim() === text ? '' : now)),
  }
}
