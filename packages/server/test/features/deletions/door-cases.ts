import { expect } from 'vitest'
import { casesOf, type Scene, type SceneGroup, type ScenePerson } from '../../doors/door-case.ts'

/** A message of a member, in a group of its owner's. */
async function sentByMember(scene: Scene): Promise<{ group: SceneGroup; member: ScenePerson; input: { conversationId: string; messageId: string } }> {
  const member = await scene.person()
  const group = await scene.group([member])
  return { group, member, input: { conversationId: group.id, messageId: await scene.message(group.id, member, 'a secret') } }
}

/** The same, deleted by its sender. */
async function deletedByMember(scene: Scene): ReturnType<typeof sentByMember> {
  const sent = await sentByMember(scene)
  await scene.server.call('DELETE', `/v1/conversations/${sent.group.id}/messages/${sent.input.messageId}`, { token: sent.member.token })
  return sent
}

const tombstone = ({ userId }: ScenePerson) => ({ message: { position: 1, content: { kind: 'deleted', by: userId, at: expect.any(Number) } } })

export const doorCases = [
  ...casesOf('message.delete', [
    {
      answer: 'ok',
      when: "the message is one's own",
      arrange: async (scene) => {
        const { member, input } = await sentByMember(scene)
        return { token: member.token, input, expected: tombstone(member) }
      },
    },
    {
      answer: 'ok',
      when: 'staff deletes what somebody below them sent',
      arrange: async (scene) => {
        const { group, input } = await sentByMember(scene)
        return { token: group.owner.token, input, expected: tombstone(group.owner) }
      },
    },
    {
      answer: 'not_found',
      when: 'a stranger knows its id (refusal 1)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: (await sentByMember(scene)).input }),
    },
    {
      answer: 'not_found',
      when: 'the caller was removed (refusal 1)',
      arrange: async (scene) => {
        const { group, member, input } = await sentByMember(scene)
        await scene.remove(group, member)
        return { token: member.token, input }
      },
    },
    {
      answer: 'forbidden',
      when: "the message is somebody else's (refusal 8)",
      arrange: async (scene) => {
        const member = await scene.person()
        const { id, owner } = await scene.group([member])
        return { token: member.token, input: { conversationId: id, messageId: await scene.message(id, owner) } }
      },
    },
    {
      answer: 'forbidden',
      when: 'its sender may only read by now',
      arrange: async (scene) => {
        const { group, member, input } = await sentByMember(scene)
        await scene.setRole(group.id, member, 'viewer')
        return { token: member.token, input }
      },
    },
  ]),
  ...casesOf('message.restore', [
    {
      answer: 'ok',
      when: 'the caller has just deleted it',
      arrange: async (scene) => {
        const { member, input } = await deletedByMember(scene)
        return { token: member.token, input, expected: { message: { position: 1, content: { kind: 'text', text: 'a secret' } } } }
      },
    },
    {
      answer: 'not_found',
      when: 'a stranger knows its id (refusal 1)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: (await deletedByMember(scene)).input }),
    },
    {
      answer: 'not_found',
      when: 'the caller was removed (refusal 1)',
      arrange: async (scene) => {
        const { group, member, input } = await deletedByMember(scene)
        await scene.remove(group, member)
        return { token: member.token, input }
      },
    },
    {
      answer: 'forbidden',
      when: 'somebody else deleted it',
      arrange: async (scene) => {
        const { group, input } = await deletedByMember(scene)
        return { token: group.owner.token, input }
      },
    },
    {
      answer: 'forbidden',
      when: 'whoever deleted it may only read by now',
      arrange: async (scene) => {
        const { group, member, input } = await deletedByMember(scene)
        await scene.setRole(group.id, member, 'viewer')
        return { token: member.token, input }
      },
    },
  ]),
  ...casesOf('message.deleted', [
    {
      answer: 'ok',
      when: 'a moderator of the deployment asks, who is no member',
      arrange: async (scene) => {
        const { group, member } = await deletedByMember(scene)
        const expected = { deleted: [{ message: { position: 1, content: { kind: 'text', text: 'a secret' } }, deletedBy: member.userId }], hasMore: false }
        return { token: (await scene.person({ role: 'moderator' })).token, input: { conversationId: group.id }, expected }
      },
    },
    {
      answer: 'not_found',
      when: 'an administrator asks for a conversation that is not there',
      arrange: async (scene) => ({ token: (await scene.person({ role: 'admin' })).token, input: { conversationId: '0192f0c5-1111-7aaa-9bbb-00000000dead' } }),
    },
    {
      answer: 'forbidden',
      when: 'the owner of the conversation asks (refusal 7)',
      arrange: async (scene) => {
        const { group } = await deletedByMember(scene)
        return { token: group.owner.token, input: { conversationId: group.id } }
      },
    },
    {
      answer: 'forbidden',
      when: 'a stranger asks, whether it is there or not (refusals 1 and 7)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { conversationId: '0192f0c5-1111-7aaa-9bbb-00000000dead' } }),
    },
  ]),
  ...casesOf('message.deletedEdits', [
    {
      answer: 'ok',
      when: 'the message was never edited',
      arrange: async (scene) => {
        const { input } = await deletedByMember(scene)
        return { token: (await scene.person({ role: 'admin' })).token, input, expected: { edits: [], hasMore: false } }
      },
    },
    {
      answer: 'not_found',
      when: 'the message is not deleted',
      arrange: async (scene) => ({ token: (await scene.person({ role: 'admin' })).token, input: (await sentByMember(scene)).input }),
    },
    {
      answer: 'forbidden',
      when: 'its sender asks (refusal 7)',
      arrange: async (scene) => {
        const { member, input } = await deletedByMember(scene)
        return { token: member.token, input }
      },
    },
  ]),
]
