import type { SystemNote } from '@palaver/client'
import { expect, test } from 'vitest'
import { noteText } from '../../../src/features/messages/note-text.ts'

const names: Readonly<Record<string, string>> = { ann: 'Ann', ben: 'Ben', cleo: 'Cleo', dora: 'Dora', emil: 'Emil' }
const say = (note: SystemNote, actorId: string): string =>
  noteText(note, actorId, { me: 'me', nameOf: (userId) => names[userId] }).replaceAll(/[\u2068\u2069]/g, '')

const cases: readonly (readonly [note: SystemNote, actorId: string, text: string])[] = [
  [{ type: 'members_added', userIds: ['ben'] }, 'me', 'You added Ben'],
  [{ type: 'members_added', userIds: ['me', 'ben'] }, 'ann', 'Ann added you and Ben'],
  [{ type: 'members_added', userIds: ['ben', 'cleo', 'dora', 'emil', 'me'] }, 'ann', 'Ann added Ben, Cleo, Dora and 2 more'],
  [{ type: 'member_removed', userId: 'ben' }, 'ann', 'Ann removed Ben'],
  [{ type: 'member_left' }, 'unknown', 'Someone left'],
  [{ type: 'role_changed', userId: 'me', role: 'admin' }, 'ann', 'Ann made you an admin'],
  [{ type: 'owner_changed', userId: 'me' }, 'ann', 'You are the owner now'],
  [{ type: 'owner_changed', userId: 'ben' }, 'me', 'Ben is the owner now'],
  [{ type: 'name_changed', name: 'Walks' }, 'me', 'You named it “Walks”'],
  [{ type: 'topic_changed', topic: 'Boots' }, 'ann', 'Ann set the topic to “Boots”'],
  [{ type: 'topic_changed', topic: '' }, 'ann', 'Ann removed the topic'],
  [{ type: 'history_changed', history: 'join' }, 'ann', 'Ann let new members read only what follows'],
  [{ type: 'newer' } as unknown as SystemNote, 'ann', 'This message needs a newer version.'],
]

test.each(cases)('%j of %s is told as “%s”', (note, actorId, text) => {
  expect(say(note, actorId)).toBe(text)
})

test('a name is kept apart from the direction of the sentence', () => {
  expect(noteText({ type: 'member_left' }, 'ann', { me: 'me', nameOf: () => 'מרים' })).toBe('\u2068מרים\u2069 left')
})
