/** What a person is told about being signed in, or not. */
import type { Static } from 'typebox'
import type { ReadTx } from '#kernel/db/tx.ts'
import { within } from '#kernel/db/tx.ts'
import { hasSecondFactor } from '#kernel/identity/accounts.ts'
import type { Session } from '#kernel/identity/resolve-session.ts'
import { unreadCount } from '#kernel/notify/inbox.ts'
import { organisationName } from '#kernel/org/organisations.ts'
import { heldGrants } from '#kernel/permission/grants.ts'
import { demonstrationAccounts, kernelSettings, readSettingValues } from '#kernel/settings/settings.ts'
import type { SessionView, SignedOut } from '../contract.ts'

const anyoneMaySee = (setting: Awaited<ReturnType<typeof readSettingValues>>) => ({
  demonstration: setting(kernelSettings.demonstration),
  helpContact: setting(kernelSettings.helpContact),
})

export async function signedOutView(tx: ReadTx): Promise<Static<typeof SignedOut>> {
  const setting = await readSettingValues(tx)
  const anyone = anyoneMaySee(setting)
  const offered = anyone.demonstration ? setting(demonstrationAccounts) : []
  return { signedIn: false, ...anyone, demonstrationAccounts: offered }
}

export async function sessionView(tx: ReadTx, session: Session | null): Promise<Static<typeof SessionView>> {
  if (!session) return signedOutView(tx)
  const { actor, csrfToken, signInName, ready } = session
  const { mustChangePassword, secondFactorPending, mustEnrolSecondFactor } = session
  return {
    ...anyoneMaySee(await readSettingValues(tx)),
    signedIn: true,
    csrfToken,
    accountId: actor.accountId,
    signInName,
    displayName: actor.name,
    kind: actor.kind,
    unitId: actor.unitId,
    unitName: actor.unitId === null ? null : await ownUnitName(tx, actor.unitId),
    organisationId: actor.organisationId,
    organisationName: actor.organisationId === null ? null : await organisationName(tx, actor.organisationId),
    locale: actor.locale,
    // Nothing may be done before the session is ready, so nothing is offered.
    permissions: ready ? [...actor.permissions.keys()].sort() : [],
    grants: ready ? [...(await heldGrants(tx, actor.accountId))] : [],
    ready,
    mustChangePassword,
    secondFactorPending,
    mustEnrolSecondFactor,
    secondFactorEnrolled: await hasSecondFactor(tx, actor.accountId),
    unread: await unreadCount(tx, actor.accountId),
  }
}

async function ownUnitName(tx: ReadTx, unitId: number): Promise<string | null> {
  const reach = { everything: false, nodes: [{ unitId, subjects: null }] }
  const unit = await within(tx, reach).units().select('u.name').executeTakeFirst()
  return unit?.name ?? null
}
