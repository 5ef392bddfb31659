import { expect, test } from 'vitest'
import { mailHref, phoneHref } from '../../../src/features/kinds/links.ts'

test('a link of a contact does nothing but call or write to it', () => {
  expect(phoneHref('+46 (8) 123-45')).toBe('tel:+46812345')
  expect(mailHref('ada@example.com')).toBe('mailto:ada@example.com')
  expect(mailHref('a?bcc=b@example.com,c&d')).toBe('mailto:a%3Fbcc%3Db@example.com%2Cc%26d')
})
