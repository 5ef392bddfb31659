import { messageExtensions } from '../message-extensions.ts'
import type { MessageExtension, MessageSlot } from './message-extension.ts'

/** What all features have for one place of a message. */
export const Slots = ({ at, ...slot }: MessageSlot & { readonly at: Exclude<keyof MessageExtension, 'menuItems' | 'Sheet'> }) =>
  messageExtensions.map(({ [at]: Part }, index) => Part && <Part key={index} {...slot} />)
