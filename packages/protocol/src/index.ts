// What a client needs at run time, free of TypeBox; the schemas stand in `@palaver/protocol/definitions`.
export * from './errors.ts'
export * from './error-table.ts'
export * from './close-codes.ts'
export * from './close-code-table.ts'
export * from './version.ts'
export * from './features/messages/content-definition.ts'
export * from './features/ephemerals/definition.ts'
export type * from './definitions.ts'
