/** What signing in needs for as long as the process lives. */
import type { Database } from '../db/tx.ts'
import { type AddressGuard, createAddressGuard } from './address-guard.ts'
import { createPasswordHashing, type HashCost, type PasswordHashing } from './password-hash.ts'

export type Identity = Readonly<{
  db: Database
  hashing: PasswordHashing
  guard: AddressGuard
  installationKey: Buffer
}>

export type IdentityOptions = Readonly<{ cost?: HashCost; failuresPerAddress?: number }>

export const createIdentity = (
  services: Readonly<{ database: Readonly<{ db: Database }>; installationKey: Buffer }>,
  options: IdentityOptions = {},
): Identity =>
  Object.freeze({
    db: services.database.db,
    hashing: createPasswordHashing(options.cost),
    guard: createAddressGuard(options.failuresPerAddress),
    installationKey: services.installationKey,
  })
