import { type ReactElement, type ReactNode, useRef, useState } from 'react'
import './file-drop.css'

type Files = readonly [File, ...File[]]

const isGiven = (files: readonly File[]): files is Files => files.length > 0

/** Files dropped here, or chosen after a click or Enter; one unless `multiple`. The same file can be given again. */
export function FileDrop(
  props: Readonly<{
    accept: string
    multiple?: boolean
    onFiles: (files: Files) => void
    busy?: boolean
    testId?: string
    title: ReactNode
    hint?: ReactNode
  }>,
): ReactElement {
  const { multiple = false, busy = false } = props
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])].slice(0, multiple ? undefined : 1)
    if (isGiven(files) && !busy) props.onFiles(files)
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        accept={props.accept}
        data-testid={props.testId}
        onChange={event => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
      <button
        type="button"
        className={over ? 'zt-drop zt-drop-over' : 'zt-drop'}
        aria-busy={busy}
        onClick={() => input.current?.click()}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={event => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer.files)
        }}
      >
        {props.hint === undefined ? props.title : <b>{props.title}</b>}
        {props.hint !== undefined && <span className="zt-drop-hint">{props.hint}</span>}
      </button>
    </>
  )
}
