import { type ReactElement, type ReactNode, useRef, useState } from 'react'
import './file-drop.css'

/** One file: dropped here, or chosen after a click or Enter. The same file can be given again. */
export function FileDrop(
  props: Readonly<{
    accept: string
    onFile: (file: File) => void
    busy?: boolean
    testId?: string
    children: ReactNode
  }>,
): ReactElement {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file && !props.busy) props.onFile(file)
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
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
        aria-busy={props.busy ?? false}
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
        {props.children}
      </button>
    </>
  )
}
