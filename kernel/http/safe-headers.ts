/** What every reply tells browsers and proxies not to do with it: worked out once, the same for all. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from 'helmet'

// Ant Design and ECharts set styles from script; nothing else may come from outside or inline.
const POLICY = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
}

const NO_DEVICES = 'camera=(), microphone=(), geolocation=(), payment=(), usb=()'

/** Helmet is made for headers that differ by request, and makes them anew for each; here none differs. */
function helmetHeaders(): Record<string, string> {
  const headers: Record<string, string> = {}
  const reply = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value
    },
    removeHeader: () => {},
  }
  const write = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    hsts: false,
  })
  write({} as IncomingMessage, reply as unknown as ServerResponse, error => {
    if (error) throw error
  })
  return headers
}

export const SAFE_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  ...helmetHeaders(),
  'permissions-policy': NO_DEVICES,
})
