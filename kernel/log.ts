/**
 * What never goes into a log: PostgreSQL puts the refused row, and the statement that was running, beside its message.
 */
export const UNLOGGED = {
  paths: ['err', 'error', 'failure'].flatMap(name =>
    ['detail', 'where', 'internalQuery'].map(member => `${name}.${member}`),
  ),
  remove: true,
}
