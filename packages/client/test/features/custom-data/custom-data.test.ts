import { expect, expectTypeOf, test, vi } from 'vitest'
import { type ContentSchema, customData, defineCustomData, type MessageDraft, type TimelineMessage } from '../../../src/index.ts'

interface Order {
  readonly order: number
}
const validate = vi.fn((value: unknown) =>
  typeof value === 'object' && value !== null && 'order' in value && typeof value.order === 'number'
    ? { value: { label: `#${value.order}` } }
    : { issues: [{ message: 'must be a number', path: ['order'] }] })
const schema: ContentSchema<Order, { readonly label: string }> = { '~standard': { version: 1, vendor: 'test', validate } }
const ours = customData(defineCustomData({ message: schema }))

const item = (custom: object | undefined): Pick<TimelineMessage, 'custom'> => ({ custom: custom as TimelineMessage['custom'] })

test('what fits is read as the schema makes it, the same each time and checked once', () => {
  const row = item({ order: 17 })
  validate.mockClear()
  const read = ours.read('message', row)
  expectTypeOf(read).toEqualTypeOf<{ readonly label: string } | undefined>()
  expect(read).toEqual({ label: '#17' })
  expect(ours.read('message', { ...row })).toBe(read)
  expect(validate).toHaveBeenCalledTimes(1)
})

test('what does not fit, and what is not there, is undefined', () => {
  const row = item({ order: 'one' })
  for (const each of [row, row, item(undefined), {}, undefined]) expect(ours.read('message', each)).toBeUndefined()
})

test('only what fits is written, for whatever takes custom data', () => {
  const draft: MessageDraft = { text: 'x', custom: ours.write('message', { order: 17 }) }
  expect(draft.custom).toEqual({ order: 17 })
  // @ts-expect-error The definition says a number.
  expect(() => ours.write('message', { order: 'one' })).toThrow(expect.objectContaining({ code: 'invalid_input', path: '/custom', message: expect.stringContaining('order: must be a number') }))
})

test('a definition names only what carries data', () => {
  // @ts-expect-error There is no such thing.
  defineCustomData({ message: schema, room: schema })
  // @ts-expect-error Nothing is defined for people.
  expect(() => ours.write('person', {})).toThrow(TypeError)
})
