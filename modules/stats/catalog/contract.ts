export * from './contract/form-check.ts'
export * from './contract/permissions.ts'
export * from './contract/problems.ts'
export * from './contract/routes.ts'
