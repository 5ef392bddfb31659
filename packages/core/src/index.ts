export * from './features/permissions/permissions.ts'
export * from './features/marks/marks.ts'
