import { describe, expect, test } from 'vitest'
import { isWideMention, mentionRanges, mentionsMe, rankMentionCandidates } from '../../../src/index.ts'

const from = (mentions?: Parameters<typeof mentionsMe>[0]['mentions']) => ({ senderId: 'sender', ...(mentions && { mentions }) })

describe('a message mentions me', () => {
  test.each([
    [{ userIds: ['me'] }, true],
    [{ userIds: ['other'] }, false],
    [{ all: true as const }, true],
    [{ roles: ['member' as const] }, true],
    [{ roles: ['owner' as const] }, false],
  ])('%j: %s', (mentions, expected) => expect(mentionsMe(from(mentions), { me: 'me', role: 'member' })).toBe(expected))

  test('by @here only when I am online', () => {
    expect(mentionsMe(from({ here: true }), { me: 'me' })).toBe(true)
    expect(mentionsMe(from({ here: true }), { me: 'me', online: false })).toBe(false)
  })

  test('never when it is my own, or mentions nobody, and by a role only when mine is known', () => {
    expect(mentionsMe(from({ all: true }), { me: 'sender' })).toBe(false)
    expect(mentionsMe(from(), { me: 'me' })).toBe(false)
    expect(mentionsMe(from({ roles: ['member'] }), { me: 'me' })).toBe(false)
  })

  test('wide are those that name nobody', () => {
    expect([{ userIds: ['me'] }, { all: true as const }, { here: true as const }, { roles: ['owner' as const] }].map(isWideMention)).toEqual([false, true, true, true])
  })
})

describe('where names stand in a text', () => {
  const names = ['Ann', 'Ann Berg', 'all'].map((text) => ({ text }))
  const found = (text: string) => mentionRanges(text, names).map(({ start, end, name }) => [text.slice(start, end), name.text])

  test('the longest that fits, whatever the case', () => {
    expect(found('hi @ann berg and @Ann, @ALL!')).toEqual([['@ann berg', 'Ann Berg'], ['@Ann', 'Ann'], ['@ALL', 'all']])
  })

  test.each(['mail@ann', '@anna', '@', '@@', 'ann', '@allé'])('no part of a word, and no address: %s', (text) => expect(found(text)).toEqual([]))

  test('an empty name is nowhere', () => expect(mentionRanges('@ you', [{ text: '' }])).toEqual([]))
})

describe('who may be meant', () => {
  const people = [['Bo Ann', 'bo'], ['Carla', 'ann.c'], ['Joanna', 'jo'], ['Ann', 'x'], ['Dora', 'd']].map(([name = '', handle = '']) => ({ name, handle }))

  test('names first, then handles, then later words, then any part', () => {
    expect(rankMentionCandidates(people, 'ANN').map(({ name }) => name)).toEqual(['Ann', 'Carla', 'Bo Ann', 'Joanna'])
  })

  test('all in their order when nothing is typed yet, a few at most', () => {
    expect(rankMentionCandidates(people, '')).toEqual(people)
    expect(rankMentionCandidates(people, '', 2)).toEqual(people.slice(0, 2))
  })
})
