import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type * as Client from '@palaver/client'
import type { ChatClient, ConversationHandle, ConversationItem, Member, Person, TimelineMessage } from '@palaver/client'
import type { CustomDataDefinition } from '@palaver/server'
import { startTestServer } from '../../packages/server/test/support/test-server.ts'
import { expect, onTestFinished, test, vi } from 'vitest'
import { blocksOf, root } from './running-guides.ts'

interface Page {
  open(chat: ChatClient, name: string, customer: unknown): Promise<ConversationHandle>
  rename(conversation: ConversationHandle, customer: string): Promise<void>
  send(conversation: ConversationHandle, text: string, order: unknown): string
  correct(conversation: ConversationHandle, id: string, text: string, order: number): string
  sit(conversation: ConversationHandle, userId: string, desk: string): Promise<void>
  join(chat: ChatClient, department: string): Promise<Person>
  orderOf(message: TimelineMessage | undefined): number | undefined
  customerOf(item: ConversationItem): string | undefined
  deskOf(member: Member | undefined): string | undefined
  departmentOf(person: Person | undefined): string | undefined
}

const blocks = blocksOf('custom-data.md')

test('docs/guides/custom-data.md has fewer than 40 lines of code', () => {
  const lines = [...blocks.values()].join('\n').split('\n').filter((line) => line.trim() !== '')
  expect(lines.length).toBeGreaterThan(15)
  expect(lines.length).toBeLessThan(40)
  expect(blocks.get('server')).toContain('customData: data')
})

test("the guide's data is checked on both sides, and comes to another device", { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(root, 'tooling/node_modules/.guide-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'data.mjs'), blocks.get('definition') ?? '')
  writeFileSync(join(folder, 'page.mjs'), blocks.get('client') ?? '')
  // The page's own copy: features find their client by identity.
  writeFileSync(join(folder, 'client.mjs'), `export * from '@palaver/client'`)
  const { createChatClient, members, people } = (await import(join(folder, 'client.mjs'))) as typeof Client
  const { data } = (await import(join(folder, 'data.mjs'))) as { data: CustomDataDefinition }
  const page = (await import(join(folder, 'page.mjs'))) as Page

  const server = await startTestServer({ customData: data })
  const url = await server.app.listen({ host: '127.0.0.1', port: 0 })
  const { accessToken, userId } = await server.register('ada')
  const device = () => {
    const chat = createChatClient({ url, userId, token: () => Promise.resolve(accessToken), storage: 'memory' })
    onTestFinished(() => chat.close())
    chat.connect()
    return chat
  }
  const [here, there] = [device(), device()]
  expect(() => page.open(here, 'Rye', 17)).toThrow(/unable to write the custom data; customer/)
  const mine = await page.open(here, 'Rye', 'Bakers')
  const other = there.conversation(mine.id)
  for (const { messages, info } of [mine, other]) for (const store of [messages, info]) onTestFinished(store.subscribe(() => {}))
  onTestFinished(members(other).subscribe(() => {}))

  expect(() => page.send(mine, 'hello', 'one')).toThrow(/unable to write the custom data; order/)
  const key = page.send(mine, 'hello', 17)
  expect(page.orderOf(mine.messages.getSnapshot().items.find((item) => item.key === key))).toBe(17)
  const last = () => other.messages.getSnapshot().items.findLast(({ content }) => content.kind === 'text')
  await vi.waitFor(() => expect(page.orderOf(last())).toBe(17), { timeout: 20_000 })
  // What is written offline waits with its data, and shows it.
  here.disconnect()
  page.correct(mine, last()?.id ?? '', 'Hello', 18)
  page.send(mine, 'and more', 19)
  expect(mine.messages.getSnapshot().items.slice(-2).map((item) => page.orderOf(item))).toEqual([18, 19])
  expect(mine.messages.getSnapshot().items.at(-1)).toMatchObject({ status: 'pending' })
  here.connect()
  await page.rename(mine, 'Millers')
  await page.sit(mine, userId, 'by the window')
  await page.join(here, 'support')
  await vi.waitFor(() => {
    expect(other.messages.getSnapshot().items.slice(-2).map((item) => page.orderOf(item))).toEqual([18, 19])
    const { item } = other.info.getSnapshot()
    expect(item && page.customerOf(item)).toBe('Millers')
    expect(page.deskOf(members(other).getSnapshot().items[0])).toBe('by the window')
  }, { timeout: 20_000 })

  expect(page.departmentOf(people(here).me.getSnapshot())).toBe('support')
  expect(page.departmentOf((await there.run('person.me', {})).person)).toBe('support')

  const raw = { conversationId: mine.id, clientId: randomUUID(), content: { kind: 'text', text: 'x' }, custom: { order: 'one' } } as const
  await expect(here.run('message.send', raw)).rejects.toMatchObject({ code: 'invalid_input', path: '/custom' })
})
