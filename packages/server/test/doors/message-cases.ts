import type { Scene } from './door-case.ts'

/** A message in a group of its own, named by its owner. */
export const namedMessage = async (scene: Scene) => {
  const { id, owner } = await scene.group()
  return { owner, input: { conversationId: id, messageId: await scene.message(id, owner) } }
}

/** The same, named by a stranger. */
export const namedByStranger = async (scene: Scene) => ({ token: (await scene.person()).token, input: (await namedMessage(scene)).input })

/** A message of somebody who was removed since, named by them. */
export const namedByRemoved = async (scene: Scene) => {
  const member = await scene.person()
  const group = await scene.group([member])
  const messageId = await scene.message(group.id, member)
  await scene.remove(group, member)
  return { token: member.token, input: { conversationId: group.id, messageId } }
}
