import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { type ConversationBench, createConversationBench } from '../../support/conversation-bench.ts'
import { dialects } from '../../support/databases.ts'

describe.each(dialects)('drafts on %s', (dialect) => {
  let bench: ConversationBench
  let anna: string
  beforeAll(async () => {
    bench = await createConversationBench(dialect)
    ;[anna] = (await seedPeople(bench.database, 1)) as [string]
  })
  afterAll(() => bench.close())

  const begin = async () => {
    const conversationId = await seedConversation(bench.database, { userIds: [anna] })
    const now = Date.now()
    return async (text: string, agoMs: number) => (await bench.run('draft.set', anna, { conversationId, text, editedAt: now - agoMs })).rows.map(({ value }) => value && 'text' in value && value.text)[0]
  }

  it('keeps what was written later, whichever comes first', async () => {
    const set = await begin()
    expect(await set('later', 1000)).toBe('later')
    expect(await set('older', 2000)).toBe('later')
    expect(await set('newest', 500)).toBe('newest')
  })

  it('does not bring back what was sent meanwhile', async () => {
    const set = await begin()
    await set('words', 3000)
    expect(await set('', 1000)).toBeUndefined()
    expect(await set('words of a device that was offline', 2000)).toBeUndefined()
    expect(await set('new words', 500)).toBe('new words')
  })

  it('takes a clock that is ahead for now', async () => {
    const set = await begin()
    await set('from the future', -3_600_000)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await set('after it', -3_600_000)).toBe('after it')
  })
})
