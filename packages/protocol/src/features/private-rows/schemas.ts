import * as Type from 'typebox'
import { PrivateRow } from './kinds.ts'

/** Bytes of a value as JSON at most. */
export const privateValueBytes = 20_480

/** The answer to a change of private rows: those that it was about, as they are now. */
export const PrivateRows = Type.Object({ rows: Type.Array(PrivateRow) })
export type PrivateRows = Type.Static<typeof PrivateRows>
