import { messageExtensions } from '../message-extensions.ts'
import type { MessageMenuItem, MessageMenuSlot } from './message-extension.ts'

/** Buttons of the bar that items may have; beside them stand reactions and the menu. */
const mostInBar = 3

/** What can be done with a message: the items of the bar, and those of the menu, the dangerous ones last. Nothing before the server has it. */
export const messageItems = (slot: MessageMenuSlot): { readonly bar: readonly MessageMenuItem[]; readonly menu: readonly MessageMenuItem[] } => {
  const all = slot.message.id === undefined ? [] : messageExtensions.flatMap(({ menuItems }) => menuItems?.(slot) ?? [])
  const bar = all.filter((item) => item.bar).slice(0, mostInBar)
  const rest = all.filter((item) => !bar.includes(item))
  return { bar, menu: [...rest.filter(({ danger }) => !danger), ...rest.filter(({ danger }) => danger)] }
}
