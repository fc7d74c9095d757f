/** A process that brings a database up to date, telling the name of each migration as it begins. */
import { migrate } from '#kernel/db/migrate.ts'

await migrate(process.argv[2] ?? '', name => void process.send?.(name))
process.disconnect()
