import { mayAcknowledge, namedAcknowledgements } from '@palaver/core'
import { PalaverError } from '@palaver/protocol'
import { defineMessageChange, type MessageChange } from '../messages/port.ts'
import { keyOf, readAcknowledged, storeAcknowledgements } from './repository.ts'

/** Acknowledging: once for each member; the facts are who has, also in this run. */
export const acknowledgements = defineMessageChange<MessageChange, Set<string>>({
  name: 'priorities.acknowledge',
  doing: 'acknowledge the message',
  permission: 'message.acknowledge',
  prepare: readAcknowledged,
  decide(change, { message }, acknowledged) {
    if (!mayAcknowledge(message, change.callerId)) {
      return new PalaverError('forbidden', `unable to acknowledge the message; ${message.urgent ? 'it is your own' : 'it does not ask for it'}`)
    }
    if (acknowledged.has(keyOf(change))) return 'same'
    acknowledged.add(keyOf(change))
    const { count, userIds } = message.acknowledged ?? { count: 0, userIds: [] }
    return { parts: { acknowledged: { count: count + 1, userIds: userIds.length < namedAcknowledgements ? [...userIds, change.callerId] : userIds } } }
  },
  store: storeAcknowledgements,
})
