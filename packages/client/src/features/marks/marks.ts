import type { ReceiptCounts } from '@palaver/core'
import type { Mark } from '@palaver/protocol'
import type { Store } from '../../store.ts'

/** How far the members of a conversation have received and read, in no order. */
export interface Marks extends Store<readonly Mark[]> {
  /** How many of the other members have received and read a position. */
  countsAt(position: number): ReceiptCounts
}
