/** Collection: who owes which form for which period, and the whole life of each report. */
export * from './contract/collections.ts'
export * from './contract/explanation.ts'
export * from './contract/fill.ts'
export * from './contract/imports.ts'
export * from './contract/office.ts'
export * from './contract/permissions.ts'
export * from './contract/problems.ts'
export * from './contract/schemas.ts'
