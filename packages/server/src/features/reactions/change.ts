import { addReaction, removeReaction } from '@palaver/core'
import { PalaverError } from '@palaver/protocol'
import { maxReactionEmoji } from '@palaver/protocol/definitions'
import { noteActivity } from '../activity/port.ts'
import { defineMessageChange } from '../messages/port.ts'
import { type ReactionChange, Reactors } from './reactors.ts'
import { storeReactions } from './repository.ts'

/** Reacting: the message holds the summary, the rows who did. Setting what is so already changes nothing. */
export const reactToMessages = defineMessageChange<ReactionChange, Reactors>({
  name: 'reactions.react',
  doing: 'react to the message',
  permission: 'message.react',
  quietWhenLarge: true,
  prepare: Reactors.read,
  decide(change, { message: { reactions = [] } }, reactors) {
    const { emoji, present, callerId } = change
    if (reactors.has(change) === present) return 'same'
    if (present && reactions.length >= maxReactionEmoji && !reactions.some((each) => each.emoji === emoji)) {
      return new PalaverError('limit_reached', `unable to react to the message; it has ${maxReactionEmoji} different emoji`, { path: '/emoji' })
    }
    const first = reactors.take(change)
    const next = present ? addReaction(reactions, emoji, callerId) : removeReaction(reactions, emoji, { userId: callerId, ...(first && { first }) })
    return { parts: { reactions: next.length > 0 ? next : undefined } }
  },
  async store(tx, accepted) {
    const others = accepted.filter(({ change, after }) => change.present && change.callerId !== after.senderId && after.content.kind !== 'system')
    await Promise.all([
      storeReactions(tx, accepted),
      noteActivity(tx, others.map(({ change, after, now }) => ({ userId: after.senderId, conversationId: change.conversationId, position: after.position, kind: 'reaction', at: now }))),
    ])
  },
})
