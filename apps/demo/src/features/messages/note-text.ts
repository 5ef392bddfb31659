import type { SystemNote } from '@palaver/client'
import { durationText } from '../../text/duration-text.ts'
import { texts } from '../../text/texts.ts'

/** What the names in a note are made of. */
export interface NoteNames {
  readonly me: string
  readonly nameOf: (userId: string) => string | undefined
}

/** So many names stand in a note; the others are counted. */
export const namesInNote = 3

/** A name in another script must not turn round the sentence that it stands in. */
export const isolated = (text: string): string => `\u2068${text}\u2069`

/** The people whose names a note needs, besides its sender. */
export const peopleIn = (note: SystemNote): readonly string[] => {
  if ('userIds' in note) return note.userIds.slice(0, namesInNote)
  return 'userId' in note ? [note.userId] : []
}

/** A note in words. One that is newer than this app is named as such. */
export const noteText = (note: SystemNote, actorId: string, { me, nameOf }: NoteNames): string => {
  const name = (userId: string, place: 'subject' | 'object') =>
    userId === me ? texts.notes.you[place] : isolated(nameOf(userId) ?? texts.common.someone)
  const actor = name(actorId, 'subject')
  const { notes } = texts
  switch (note.type) {
    case 'members_added':
      return notes.added(actor, notes.list(peopleIn(note).map((userId) => name(userId, 'object')), note.userIds.length - peopleIn(note).length))
    case 'member_removed':
      return notes.removed(actor, name(note.userId, 'object'))
    case 'member_left':
      return notes.left(actor)
    case 'role_changed':
      return notes.role(actor, name(note.userId, 'object'), notes.roles[note.role])
    case 'owner_changed':
      return note.userId === me ? notes.ownerYou : notes.owner(name(note.userId, 'subject'))
    case 'name_changed':
      return notes.name(actor, isolated(note.name))
    case 'topic_changed':
      return note.topic ? notes.topic(actor, isolated(note.topic)) : notes.noTopic(actor)
    case 'history_changed':
      return notes.history[note.history](actor)
    case 'disappearing_changed':
      return note.disappearAfterMs === 0 ? notes.staying(actor) : notes.disappearing(actor, durationText(note.disappearAfterMs))
    case 'message_pinned':
      return notes.pinned(actor)
    case 'message_unpinned':
      return notes.unpinned(actor)
    default:
      return texts.messages.unknownKind
  }
}
