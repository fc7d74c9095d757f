import { useRef, useState } from 'react'
import { call } from '#ui/api/call.ts'
import type { Paper, uploadMyPaper, uploadPaper } from '../../contract.ts'

export type UploadProps = Readonly<{ room: number; onPaper: (paper: Paper) => void }>
type Failed = Readonly<{ name: string; error: unknown }>

/** Papers one after the other; more may be given while one is on its way. What was not taken is told by name. */
export function usePaperUpload(
  route: typeof uploadPaper | typeof uploadMyPaper,
  { room, onPaper }: UploadProps,
) {
  const waiting = useRef<File[]>([])
  const [busy, setBusy] = useState<string | null>(null)
  const [beyond, setBeyond] = useState<readonly string[]>([])
  const [failed, setFailed] = useState<readonly Failed[]>([])
  const run = async () => {
    for (let file = waiting.current.shift(); file; file = waiting.current.shift()) {
      const { name } = file
      setBusy(name)
      try {
        onPaper(await call(route, { upload: file }))
      } catch (error) {
        setFailed(before => [...before.filter(one => one.name !== name), { name, error }])
      }
    }
    setBusy(null)
  }
  const take = (files: readonly File[]) => {
    const left = Math.max(0, room - waiting.current.length - (busy === null ? 0 : 1))
    setBeyond(files.slice(left).map(file => file.name))
    setFailed([])
    waiting.current.push(...files.slice(0, left))
    if (busy === null) void run()
  }
  return { take, busy, beyond, failed }
}
