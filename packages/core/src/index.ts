export * from './features/permissions/permissions.ts'
