import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openDoor } from '../support/doors.ts'
import { startTestServer } from '../support/test-server.ts'

describe.each(['pglite', 'postgres'] as const)('refusal 36 on %s', (dialect) => {
  it('makes one message of fifty sends of one clientId at once over both doors, and one answer', async () => {
    const server = await startTestServer({ dialect })
    const ann = await server.register('ann')
    const bob = await server.register('bob')
    const rest = await openDoor(server, 'rest', ann.accessToken)
    const socket = await openDoor(server, 'socket', ann.accessToken)
    const direct = await rest.run('conversation.direct', { userId: bob.userId })
    if (!direct.ok) throw new Error(direct.error.message)
    const conversationId = (direct.output['conversation'] as { id: string }).id
    const send = { conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'once' } }

    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => (index % 2 ? rest : socket).run('message.send', send)))
    const outputs = answers.map((answer) => (answer.ok ? answer.output : answer.error))
    expect(new Set(outputs.map((output) => JSON.stringify(output))).size).toBe(1)
    expect(answers.filter((answer) => answer.ok && !answer.replay)).toHaveLength(1)

    const page = await rest.run('message.list', { conversationId })
    expect(page).toMatchObject({ ok: true, output: { messages: [{ position: 1, clientId: send.clientId }] } })
    expect(page.ok && (page.output['messages'] as readonly unknown[]).length).toBe(1)

    const other = { ...send, content: { kind: 'text', text: 'other' } }
    for (const door of [rest, socket]) expect(await door.run('message.send', other)).toMatchObject({ ok: false, error: { code: 'idempotency_conflict' } })
  })
})
