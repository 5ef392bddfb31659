import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { isPictures, MessageText } from '../../../src/features/messages/rich-text.tsx'

const html = (text: string) => renderToStaticMarkup(<MessageText text={text} />)

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  '[x](javascript:alert(1))',
  '&#x6a;avascript:alert(1)',
  '\u202Egnp.exe',
])('what would be active elsewhere is text here: %j', (text) => {
  expect(html(text)).not.toMatch(/<(?!\/?(?:div|p)[ >])/)
  expect(html(text)).not.toContain('<a ')
})

test('an address cannot break out of its link', () => {
  expect(html('see https://example.org/"onmouseover="alert(1)')).toBe(
    '<div class="msg-text" dir="auto"><p>see <a href="https://example.org/" title="https://example.org/" target="_blank" rel="noopener noreferrer nofollow" dir="auto">https://example.org/</a>&quot;onmouseover=&quot;alert(1)</p></div>',
  )
})

test('only http, https and mail addresses are links, without the punctuation after them', () => {
  expect(html('Look (https://example.org/a?b=c&d), or http://example.org.')).toMatch(/>https:\/\/example\.org\/a\?b=c&amp;d<\/a>\), or <a href="http:\/\/example\.org"/)
  expect(html('ftp://example.org')).not.toContain('<a ')
})

test('one to three emoji alone are pictures, digits and words are not', () => {
  expect(['👍', '👩‍👩‍👧 ❤️', '🎒🥾☀️'].map(isPictures)).toEqual([true, true, true])
  expect(['123', '#', '👍 ok', '👍👍👍👍', ''].map(isPictures)).toEqual([false, false, false, false, false])
})
