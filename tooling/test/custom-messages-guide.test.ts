import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConversationHandle, createChatClient, type TimelineMessage } from '@palaver/client'
import { startTestServer } from '../../packages/server/test/support/test-server.ts'
import { expect, onTestFinished, test, vi } from 'vitest'
import { blocksOf, root } from './running-guides.ts'

interface Guide {
  readonly order: Parameters<typeof startTestServer>[0] extends { contentTypes?: readonly (infer Definition)[] } | undefined ? Definition : never
}
interface Page {
  sendOrder(conversation: ConversationHandle, data: object): string
  show(message: TimelineMessage): string
}

const blocks = blocksOf('custom-messages.md')

test('docs/guides/custom-messages.md has fewer than 40 lines of code', () => {
  const lines = [...blocks.values()].join('\n').split('\n').filter((line) => line.trim() !== '')
  expect(lines.length).toBeGreaterThan(15)
  expect(lines.length).toBeLessThan(40)
  expect(blocks.get('server')).toContain('contentTypes: [order]')
})

test("the guide's definition is checked on both sides, and its message shown", { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(root, 'tooling/node_modules/.guide-'))
  const storage = mkdtempSync(join(tmpdir(), 'palaver-guide-'))
  onTestFinished(() => [folder, storage].forEach((each) => rmSync(each, { recursive: true, force: true })))
  writeFileSync(join(folder, 'order.mjs'), blocks.get('definition') ?? '')
  writeFileSync(join(folder, 'page.mjs'), blocks.get('client') ?? '')
  const { order } = (await import(join(folder, 'order.mjs'))) as Guide
  const { sendOrder, show } = (await import(join(folder, 'page.mjs'))) as Page

  const server = await startTestServer({ contentTypes: [order] })
  const url = await server.app.listen({ host: '127.0.0.1', port: 0 })
  const { accessToken, userId } = await server.register('ada')
  const chat = createChatClient({ url, userId, token: () => Promise.resolve(accessToken), storage: 'memory' })
  onTestFinished(() => chat.close())
  chat.connect()
  const { conversation } = await chat.run('conversation.create', { clientId: randomUUID(), type: 'group', name: 'Orders', memberIds: [] })
  const handle = chat.conversation(conversation.id)
  onTestFinished(handle.messages.subscribe(() => {}))

  expect(() => sendOrder(handle, { number: 'one' })).toThrow(/unable to send; number/)
  sendOrder(handle, { number: 17, items: ['rye', 'salt'], paid: true })
  await vi.waitFor(() => {
    const [message] = handle.messages.getSnapshot().items.slice(-1)
    expect(message).toMatchObject({ content: { kind: 'custom', type: 'com.example.order', fallback: 'Order 17' }, status: expect.stringMatching(/^(?:sent|delivered|read)$/) })
    expect(message && show(message)).toBe('#17: rye, salt')
  }, { timeout: 20_000 })

  const other = { kind: 'custom', type: 'com.example.order', data: { number: 'one' }, fallback: 'An order' } as const
  await expect(chat.run('message.send', { conversationId: conversation.id, clientId: randomUUID(), content: other })).rejects.toMatchObject({ code: 'invalid_input', path: '/content/data' })
  expect(show({ key: 'k', senderId: userId, content: other, createdAt: 0, mine: true, status: 'sent' })).toBe('An order')
})
