// What other features need of custom data: the check of what they store in a field `custom`, and the bounds of other data of developers.
export { findBoundsFault } from './bounds.ts'
export { createRequireCustom, type RequireCustom } from './require-custom.ts'
