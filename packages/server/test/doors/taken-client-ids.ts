import { randomUUID } from 'node:crypto'
import { commands } from '@palaver/protocol/definitions'
import type { DoorCase } from './door-case.ts'

/** Commands that a clientId may come with (MSG-7). */
const changes = commands.filter(({ input: { properties, required = [] } }) => 'clientId' in properties && !(required as readonly string[]).includes('clientId')).map(({ name }) => name)

/** For each of them, the first case that is answered, with a clientId by which the caller did something else before. */
export const takenClientIds = (cases: readonly DoorCase[]): DoorCase[] =>
  changes.flatMap((name) => {
    const answered = cases.find(({ command, answer }) => command === name && answer === 'ok')
    if (!answered) return []
    return {
      command: name,
      answer: 'idempotency_conflict',
      when: 'the clientId came with another command',
      arrange: async (scene) => {
        const { token = '', input } = await answered.arrange(scene)
        const clientId = randomUUID()
        await scene.server.call('POST', '/v1/conversations', { token, body: { clientId, type: 'group', name: 'Another', memberIds: [] } })
        return { token, input: { ...input, clientId }, expected: { path: '/clientId' } }
      },
    } satisfies DoorCase
  })
