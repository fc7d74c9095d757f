/**
 * Content at another width than the window's. It gets a document of its own, because style rules ask for the width
 * of the window they are in; what is drawn stays part of this page, with its state and its events.
 */
import { type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useAppearance, useTheme } from '../appearance/appearance.ts'

const EMPTY = '<!doctype html><html><head></head><body></body></html>'

export function DeviceFrame(
  props: Readonly<{ title: string; width: number; height: number; children: ReactNode }>,
): ReactElement {
  const [body, setBody] = useState<HTMLElement | null>(null)
  const [theme, { density }] = [useTheme(), useAppearance()]
  useEffect(() => {
    if (body) Object.assign(body.ownerDocument.documentElement.dataset, { theme, density })
  }, [body, theme, density])
  return (
    <iframe
      className="zt-device"
      title={props.title}
      srcDoc={EMPTY}
      width={props.width}
      height={props.height}
      onLoad={event => {
        const inside = event.currentTarget.contentDocument
        if (!inside) return
        dress(inside)
        setBody(inside.body)
      }}
    >
      {body && createPortal(props.children, body)}
    </iframe>
  )
}

/** The page's own style sheets; those of screens that load later are not needed in here. */
function dress(inside: Document): void {
  inside.documentElement.lang = document.documentElement.lang
  inside.documentElement.style.setProperty('--zt-head', '0px')
  for (const sheet of document.head.querySelectorAll('style, link[rel="stylesheet"]')) {
    inside.head.append(sheet.cloneNode(true))
  }
}
