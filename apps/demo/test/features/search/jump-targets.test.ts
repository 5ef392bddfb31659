import type { ConversationItem, Person } from '@palaver/client'
import { expect, test } from 'vitest'
import { findTargets } from '../../../src/features/search/jump-targets.ts'

const person = (id: string, name: string): Person => ({ id, name, handle: `h.${id}`, avatarHue: 0, profileVersion: 1 })

const item = (id: string, more: { readonly name?: string; readonly counterpartId?: string }): ConversationItem => ({
  id,
  conversation: {
    id,
    type: more.counterpartId === undefined ? 'group' : 'direct',
    ...(more.name === undefined ? {} : { name: more.name }),
    avatarHue: 0,
    settings: { history: 'beginning' },
    createdBy: 'me',
    createdAt: 1,
    revision: 1,
  },
  head: { id, revision: 1, position: 0, floorPosition: 0, marksRevision: 0, memberCount: 2, activityAt: 1 },
  membership: { conversationId: id, role: 'member', state: 'active', joinedAt: 1, visibleFrom: 1, revision: 1 },
  unread: 0,
  ...(more.counterpartId === undefined ? {} : { counterpartId: more.counterpartId }),
})

const zoe = person('zoe', 'Zoë Smith')
const sources = { items: [item('g', { name: 'Zoo trip' }), item('d', { counterpartId: 'zoe' })], people: new Map([['zoe', zoe]]), found: [zoe, person('max', 'Max')] }
const keys = (query: string) => findTargets({ ...sources, query }).map(({ kind, key }) => `${kind} ${key}`)

test('an empty query shows conversations and nobody else', () => {
  expect(keys('')).toEqual(['conversation g', 'conversation d'])
})

test('accents, case and a leading @ do not matter, and handles count', () => {
  expect(keys('ZOE')).toEqual(['conversation d', 'person max'])
  expect(keys('@h.zoe')).toEqual(['conversation d', 'person max'])
})

test('a person whose direct conversation is shown is not shown again', () => {
  expect(keys('zo')).toEqual(['conversation g', 'conversation d', 'person max'])
  expect(keys('nothing')).toEqual(['person zoe', 'person max'])
})
