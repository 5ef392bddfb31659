// What other features need of private rows: rules by which they change.
export { answerPrivately, definePrivateChange, type PrivateChange, type PrivateRule, privateChanged, type PrivateScene, submitPrivately } from './private-change.ts'
export { OwnRows } from './own-rows.ts'
export { type HeldRow, PrivateStates, type RowName, type RowWrite, toRow } from './private-states.ts'
