/** A fresh installation: the demonstration city where nothing is there yet, or the three administrators without it. */
import type { OpenServices } from '#apps/server/services.ts'
import { readTransaction } from '#kernel/db/tx.ts'
import { bootstrapAdministrators } from '#kernel/identity/bootstrap.ts'
import { kernelSettings, readSetting } from '#kernel/settings/settings.ts'
import { DEMO_ACCOUNTS, seedDemonstrationCity } from './demo-city/seed.ts'
import type { InstallationOptions } from './options.ts'
import type { step as runStep } from './say.ts'

/** @returns lines to show below the address: the accounts to sign in with */
export async function prepareFirstUse(
  services: OpenServices,
  options: InstallationOptions,
  step: typeof runStep,
): Promise<readonly string[]> {
  const { db } = services.database
  const empty = !(await db.selectFrom('identity.account').select('id').limit(1).executeTakeFirst())
  if (empty && options.demonstration) {
    await step('演示城市（生成数据）/ demonstration city (generated data)', tell =>
      seedDemonstrationCity(services, tell),
    )
  }
  if (empty && !options.demonstration) {
    const made = await bootstrapAdministrators(db)
    return made.map(
      one => `  ${one.role.padEnd(10)} ${one.signInName}  ${one.password}  （仅显示一次 / shown once）`,
    )
  }
  const demonstration = await readTransaction(db, tx => readSetting(tx, kernelSettings.demonstration))
  return demonstration ? DEMO_ACCOUNTS : []
}
