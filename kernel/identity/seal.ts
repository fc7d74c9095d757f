/**
 * Seals small secrets at rest with AES-256-GCM. The key is derived from the installation's key per purpose; the
 * owner's id is authenticated with it, so a sealed secret moved to another account does not open.
 *
 * Layout: version (1 byte, 1) · nonce (12) · tag (16) · ciphertext.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const VERSION = 1
const NONCE = 12
const TAG = 16

/** The installation's key for one purpose: knowing it tells nothing of another. */
export const deriveKey = (installationKey: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', installationKey, Buffer.alloc(0), `zhitong:${purpose}`, 32))

/** @param owner what the secret belongs to, e.g. `account:12` */
export function seal(installationKey: Buffer, purpose: string, owner: string, secret: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', deriveKey(installationKey, purpose), nonce)
  cipher.setAAD(Buffer.from(owner))
  const body = Buffer.concat([cipher.update(secret), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body])
}

/** Throws when the seal was made with another key, for another owner, or was altered. */
export function unseal(installationKey: Buffer, purpose: string, owner: string, sealed: Buffer): Buffer {
  if (sealed[0] !== VERSION) throw new Error(`sealed secret of unknown version ${sealed[0]}`)
  const nonce = sealed.subarray(1, 1 + NONCE)
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(installationKey, purpose), nonce)
  decipher.setAAD(Buffer.from(owner))
  decipher.setAuthTag(sealed.subarray(1 + NONCE, 1 + NONCE + TAG))
  return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE + TAG)), decipher.final()])
}
