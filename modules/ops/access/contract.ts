export * from './contract/inbox.ts'
export * from './contract/permissions.ts'
export * from './contract/regions.ts'
export * from './contract/session.ts'
