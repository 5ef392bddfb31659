// What other features need of private rows: rules by which they change.
export { definePrivateChange, type PrivateChange, type PrivateRule, type PrivateScene, submitPrivately } from './private-change.ts'
export type { HeldRow, RowName, RowWrite } from './private-states.ts'
