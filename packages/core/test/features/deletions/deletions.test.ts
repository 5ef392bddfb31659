import type { Message } from '@palaver/protocol'
import { describe, expect, test } from 'vitest'
import { defaultUndoDeleteMs, mayDelete, mayRestore, type MemberRole, memberRoles } from '../../../src/index.ts'

const text: Message['content'] = { kind: 'text', text: 'hello' }
const of = (senderId: string, content: Message['content'] = text) => ({ senderId, content })
const seat = (memberRole: MemberRole, senderRole?: MemberRole) => ({ me: 'anna', appRole: 'user', memberRole, conversationType: 'group', senderRole }) as const

describe('deleting', () => {
  test('of their own is for everybody who may write', () => {
    expect(memberRoles.filter((role) => mayDelete(of('anna'), seat(role, role)))).toEqual(['owner', 'admin', 'moderator', 'member'])
  })

  test("of somebody else's is for staff above them", () => {
    const below = (mine: MemberRole) => memberRoles.filter((role) => mayDelete(of('ben'), seat(mine, role)))
    expect(below('owner')).toEqual(['admin', 'moderator', 'member', 'viewer'])
    expect(below('moderator')).toEqual(['member', 'viewer'])
    expect(below('member')).toEqual([])
  })

  test('of what somebody who went had sent is for staff', () => {
    expect(memberRoles.filter((role) => mayDelete(of('ben'), seat(role)))).toEqual(['owner', 'admin', 'moderator'])
  })

  test("of the other's message is for nobody in a direct conversation", () => {
    expect(mayDelete(of('ben'), { ...seat('owner', 'member'), conversationType: 'direct' })).toBe(false)
    expect(mayDelete(of('anna'), { ...seat('member', 'member'), conversationType: 'direct' })).toBe(true)
  })

  test('leaves system messages alone', () => {
    expect(mayDelete(of('anna', { kind: 'system', note: { type: 'member_left' } }), seat('owner'))).toBe(false)
  })
})

describe('undoing it', () => {
  const deleted = of('anna', { kind: 'deleted', by: 'anna', at: 1000 })

  test('is for whoever deleted, until the window closes', () => {
    expect(mayRestore(deleted, { me: 'anna', now: 1000 + defaultUndoDeleteMs })).toBe(true)
    expect(mayRestore(deleted, { me: 'anna', now: 1001 + defaultUndoDeleteMs })).toBe(false)
    expect(mayRestore(deleted, { me: 'anna', now: 1001, windowMs: 0 })).toBe(false)
    expect(mayRestore(deleted, { me: 'ben', now: 1000 })).toBe(false)
  })

  test('needs a deletion', () => expect(mayRestore(of('anna'), { me: 'anna', now: 0 })).toBe(false))
})
