export * from './cells.ts'
export * from './layout.ts'
export * from './model.ts'
export * from './periods.ts'
