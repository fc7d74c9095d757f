import { useEffect, useRef, useState } from 'react'

/**
 * A value may be kept in the address, which follows a moment later: what is being typed is shown from here, or a
 * selection, a date half written and an input method's composition would be lost to the echo.
 */
export function useTyped(value: string, onValue: (value: string) => void) {
  const ref = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  useEffect(() => {
    if (document.activeElement !== ref.current) setTyped(value)
  }, [value])
  return {
    ref,
    value: typed,
    onChange: (event: Readonly<{ target: Readonly<{ value: string }> }>) => {
      setTyped(event.target.value)
      onValue(event.target.value)
    },
    onBlur: () => setTyped(value),
  }
}
