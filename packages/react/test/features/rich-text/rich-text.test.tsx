// @vitest-environment jsdom
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { RichText } from '../../../src/index.ts'
import { shownCorpus, xssCorpus } from './xss-corpus.tsx'

const html = (text: string) => renderToStaticMarkup(<RichText text={text} />)

test.each([
  ['**bold** _it_ ~~no~~ `a<b`', '<p><strong>bold</strong> <em>it</em> <s>no</s> <code>a&lt;b</code></p>'],
  ['one\ntwo', '<p>one<br/>two</p>'],
  ['> said\n\nanswer', '<blockquote><p>said</p></blockquote><p>answer</p>'],
  ['3. c\n  - in\n7. g', '<ol><li value="3">c<ul><li>in</li></ul></li><li value="7">g</li></ol>'],
  ['```ts\nlet a\n```', '<pre data-language="ts" tabindex="0" dir="ltr"><code>let a</code></pre>'],
  ['[a](https://b.example)', '<p><a href="https://b.example" title="https://b.example" target="_blank" rel="noopener noreferrer nofollow" dir="auto">a</a></p>'],
])('%j becomes elements', (text, expected) => expect(html(text)).toBe(expected))

test('an element is replaced by a renderer of its name', () => {
  const renderers = { text: ({ text }: { text: string }) => text.toUpperCase(), link: ({ href }: { href: string }) => <b>{href}</b> }
  expect(renderToStaticMarkup(<RichText text="*hello* [you](https://b.example)" renderers={renderers} />)).toBe('<p><em>HELLO</em> <b>https://b.example</b></p>')
})

describe('refusal 30: the corpus is inert', () => {
  test('has more than a hundred texts', () => expect(new Set(xssCorpus).size).toBeGreaterThan(150))

  test('nothing is made but the elements of marks, with their own attributes, and links to http, https and mailto', () => {
    const elements = new Set(['P', 'STRONG', 'EM', 'S', 'CODE', 'A', 'BR', 'PRE', 'BLOCKQUOTE', 'UL', 'OL', 'LI'])
    const attributes = new Set(['href', 'title', 'target', 'rel', 'dir', 'value', 'data-language', 'tabindex'])
    for (const [index, shown] of shownCorpus().entries()) {
      const page = new DOMParser().parseFromString(shown, 'text/html')
      for (const element of page.body.querySelectorAll('*')) {
        expect(elements, xssCorpus[index]).toContain(element.tagName)
        for (const { name } of element.attributes) expect(attributes, xssCorpus[index]).toContain(name)
        if (element instanceof HTMLAnchorElement) expect(element.href, xssCorpus[index]).toMatch(/^(?:https?:\/\/[^@]+|mailto:.+)$/)
      }
      expect(page.head.childElementCount, xssCorpus[index]).toBe(0)
    }
  })
})
