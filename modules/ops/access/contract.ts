export * from './contract/permissions.ts'
export * from './contract/session.ts'
