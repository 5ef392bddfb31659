import { describe, expect, test } from 'vitest'
import { type AppRole, can, type ConversationType, mayChangeRole, memberRoles, outranks, type Permission } from '../../../src/index.ts'

const appRoles: AppRole[] = ['admin', 'moderator', 'user', 'guest', 'bot']
const types: ConversationType[] = ['direct', 'group', 'channel']

/** Who may, among members: rows by permission, columns by type; the letters are the roles' initials, `w` for viewers. */
const expected: [Permission, Record<ConversationType, string>][] = [
  ['conversation.read', { direct: 'oammw', group: 'oammw', channel: 'oammw' }],
  ['conversation.update', { direct: '', group: 'oa', channel: 'oa' }],
  ['conversation.leave', { direct: '', group: 'oammw', channel: 'oammw' }],
  ['conversation.transfer', { direct: '', group: 'o', channel: 'o' }],
  ['member.add', { direct: '', group: 'oamm', channel: 'oam' }],
  ['member.remove', { direct: '', group: 'oam', channel: 'oam' }],
  ['member.custom', { direct: 'oamm', group: 'oamm', channel: 'oamm' }],
  ['member.update', { direct: '', group: 'oa', channel: 'oa' }],
  ['message.delete', { direct: 'oamm', group: 'oamm', channel: 'oamm' }],
  ['message.deleteOthers', { direct: '', group: 'oam', channel: 'oam' }],
  ['mention.wide', { direct: 'oamm', group: 'oamm', channel: 'oam' }],
  ['message.acknowledge', { direct: 'oammw', group: 'oammw', channel: 'oammw' }],
  ['message.send', { direct: 'oamm', group: 'oamm', channel: 'oam' }],
  ['message.urgent', { direct: 'oamm', group: 'oamm', channel: 'oam' }],
  ['ephemeral.send', { direct: 'oamm', group: 'oamm', channel: 'oam' }],
  ['poll.close', { direct: 'oamm', group: 'oamm', channel: 'oamm' }],
  ['poll.closeOthers', { direct: '', group: 'oam', channel: 'oam' }],
  ['poll.vote', { direct: 'oamm', group: 'oamm', channel: 'oamm' }],
  ['typing.send', { direct: 'oamm', group: 'oamm', channel: 'oam' }],
]
const initials = { owner: 'o', admin: 'a', moderator: 'm', member: 'm', viewer: 'w' } as const

describe('the permission table', () => {
  test.each(expected.flatMap(([permission, byType]) => types.map((type) => [permission, type, byType[type]] as const)))(
    '%s in a %s: %s',
    (permission, conversationType, letters) => {
      const who = memberRoles.filter((memberRole) => can(permission, { appRole: 'user', memberRole, conversationType }))
      expect(who.map((role) => initials[role]).join('')).toBe(letters)
    },
  )

  test.each(expected.map(([permission]) => permission))('%s needs a place in the conversation, whatever the app role', (permission) => {
    for (const appRole of appRoles) expect(can(permission, { appRole })).toBe(false)
  })

  test.each(['conversation.create', 'conversation.direct'] as const)('%s is for everybody but guests', (permission) => {
    expect(appRoles.filter((appRole) => can(permission, { appRole }))).toEqual(['admin', 'moderator', 'user', 'bot'])
  })

  test('what was deleted is read by administrators and moderators of the deployment, members or not', () => {
    expect(appRoles.filter((appRole) => can('message.deleted', { appRole }))).toEqual(['admin', 'moderator'])
    expect(can('message.deleted', { appRole: 'user', memberRole: 'owner', conversationType: 'group' })).toBe(false)
  })

  test.each(['member.add', 'message.urgent'] as const)('%s is not for guests', (permission) => {
    expect(can(permission, { appRole: 'guest', memberRole: 'owner', conversationType: 'group' })).toBe(false)
  })

  test('a rank stands above every later one, and not above itself', () => {
    for (const [at, a] of memberRoles.entries()) for (const [other, b] of memberRoles.entries()) expect(outranks(a, b)).toBe(at < other)
  })

  test("a role is given from below one's own to below one's own, so nobody raises themself and nobody becomes owner", () => {
    for (const mine of memberRoles) {
      expect(memberRoles.filter((to) => mayChangeRole(mine, mine, to))).toEqual([])
      expect(memberRoles.filter((from) => mayChangeRole(mine, from, 'owner'))).toEqual([])
    }
    expect(memberRoles.filter((to) => mayChangeRole('owner', 'viewer', to))).toEqual(['admin', 'moderator', 'member', 'viewer'])
    expect(memberRoles.filter((to) => mayChangeRole('admin', 'moderator', to))).toEqual(['moderator', 'member', 'viewer'])
    expect(mayChangeRole('admin', 'owner', 'member')).toBe(false)
  })
})
