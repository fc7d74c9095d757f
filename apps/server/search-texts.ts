import { type Database, writeTransaction } from '#kernel/db/tx.ts'
import { giveAccountsPinyin } from '#kernel/identity/accounts.ts'
import { giveFormsPinyin } from '#modules/stats/catalog/server/index.ts'

/** What a migration cannot write, pinyin of names kept before it was; called at every start, after which there is none. */
export const ensureSearchTexts = (db: Database): Promise<void> =>
  writeTransaction(db, async tx => {
    await giveFormsPinyin(tx)
    await giveAccountsPinyin(tx)
  })
