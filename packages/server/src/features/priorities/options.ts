import type { SendOption } from '../messages/port.ts'

/** The option `silent` of a send. */
export const silentOption: SendOption = ({ silent }) => (silent ? { parts: { silent } } : undefined)

/** The option `urgent` of a send. */
export const urgentOption: SendOption = ({ urgent }) => (urgent ? { parts: { urgent }, permissions: ['message.urgent'] } : undefined)
