import { randomUUID } from 'node:crypto'
import type { SendOptions } from '@palaver/protocol'
import { describe, expect, it } from 'vitest'
import { hashInput } from '../../../src/features/messages/canonical-input.ts'

const content = { kind: 'text', text: 'hello' } as const

describe('the hash of a send', () => {
  it('is without options what it was before there were any', () => {
    expect(hashInput({ content })).toBe('6cd141344bf77015712bf5e72e8c3b6f9018e7598ff86284ecfdd70f772de5ca')
  })

  it('leaves out where and under which clientId it is sent', () => {
    expect(hashInput({ conversationId: randomUUID(), clientId: randomUUID(), content })).toBe(hashInput({ content }))
  })

  it('covers every option, whatever the order of keys', () => {
    const [anna, ben] = [randomUUID(), randomUUID()]
    const inputs: SendOptions[] = [{}, { silent: true }, { urgent: true }, { mentions: { all: true } }, { mentions: { userIds: [anna] } }, { mentions: { userIds: [ben] } }]
    expect(new Set(inputs.map((options) => hashInput({ content, ...options }))).size).toBe(inputs.length)
    expect(hashInput({ content, mentions: { here: true, all: true }, silent: true })).toBe(hashInput({ content, silent: true, mentions: { all: true, here: true } }))
  })
})
