/** `./zhitong <command>`: one file per command. */
import { commands } from './commands.ts'
import { describeFailure } from './say.ts'

const [name = 'help', ...rest] = process.argv.slice(2)
const command = commands[name]
if (!command) {
  const known = Object.entries(commands).map(([key, one]) => `  ${key.padEnd(12)} ${one.summary}`)
  console.log(`./zhitong <command>\n\n${known.join('\n')}`)
  process.exit(name === 'help' ? 0 : 2)
}
try {
  await command.run(rest)
} catch (error) {
  console.error(describeFailure(error))
  process.exit(1)
}
