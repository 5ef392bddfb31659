import { expect, test } from 'vitest'
import { scheduled } from '../../../src/index.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { ModelServer } from '../../support/model-server.ts'
import { alice, createTestClient } from '../../support/test-client.ts'

const arrange = async () => {
  const clock = createFakeClock()
  const server = new ModelServer(clock)
  const [here, elsewhere] = [server.group([alice]).conversation.id, server.group([alice]).conversation.id] as const
  const device = () => {
    const { chat } = createTestClient({ server, clock, userId: alice })
    chat.connect()
    const of = (id: string) => scheduled(chat.conversation(id))
    of(here).getSnapshot()
    return { of, texts: (id = here) => of(id).getSnapshot().map(({ content }) => (content.kind === 'text' ? content.text : content.kind)) }
  }
  const [one, two] = [device(), device()]
  await clock.advance(1000)
  return { clock, server, here, elsewhere, one, two }
}

test('what is scheduled shows on all devices of the person, in its conversation, in the order of the times', async () => {
  const { clock, here, elsewhere, one, two } = await arrange()
  const at = clock.now() + 100_000
  const adding = [one.of(here).add({ text: 'second', at: at + 1 }), one.of(here).add({ text: 'first', at, silent: true }), one.of(elsewhere).add({ text: 'there', at })]
  await clock.advance(100)
  await Promise.all(adding)
  for (const device of [one, two]) {
    expect(device.texts()).toEqual(['first', 'second'])
    expect(device.texts(elsewhere)).toEqual(['there'])
  }
  expect(one.of(here).getSnapshot()[0]).toMatchObject({ at, state: 'waiting', silent: true })
})

test('what is changed of a scheduled message changes on all devices, and the rest stays', async () => {
  const { clock, here, one, two } = await arrange()
  const adding = one.of(here).add({ text: 'later', at: clock.now() + 100_000, silent: true, custom: { order: 1 } })
  await clock.advance(100)
  const changing = one.of(here).update(await adding, { custom: { order: 2 } })
  await clock.advance(100)
  await changing
  for (const device of [one, two]) expect(device.of(here).getSnapshot()).toMatchObject([{ content: { text: 'later' }, custom: { order: 2 }, silent: true }])
})

test('what was sent or cancelled goes everywhere; what failed says why', async () => {
  const { clock, server, here, one, two } = await arrange()
  const adding = one.of(here).add({ text: 'never', at: clock.now() + 100_000 })
  await clock.advance(100)
  const cancelling = two.of(here).cancel(await adding)
  await clock.advance(100)
  await cancelling
  expect([one.texts(), two.texts()]).toEqual([[], []])
  server.setPrivate(alice, { kind: 'scheduled', key: 'k', value: { conversationId: here, at: 1, state: 'failed', failure: 'forbidden', content: { kind: 'text', text: 'no' } } })
  await clock.advance(100)
  expect(one.of(here).getSnapshot()).toMatchObject([{ id: 'k', state: 'failed', failure: 'forbidden' }])
})
