import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RichBlock, type RichInline, richTextOf, withoutMarks } from '../../../src/index.ts'

const inline = (text: string): readonly RichInline[] => {
  const [block] = richTextOf(text)
  return block?.kind === 'paragraph' ? block.children : []
}
const shown = (nodes: readonly RichInline[]): string =>
  nodes
    .map((node) => {
      if (node.kind === 'text') return node.text
      if (node.kind === 'break') return '/'
      if (node.kind === 'code') return `code(${node.text})`
      return node.kind === 'link' ? `link(${node.href}|${shown(node.children)})` : `${node.kind}(${shown(node.children)})`
    })
    .join('')

describe('marks in a line', () => {
  test.each([
    ['**bold** and __bold__', 'strong(bold) and strong(bold)'],
    ['*it* and _it_', 'emphasis(it) and emphasis(it)'],
    ['~~gone~~ ~5 to ~6', 'strike(gone) ~5 to ~6'],
    ['***both*** **a *b* c**', 'strong(emphasis(both)) strong(a emphasis(b) c)'],
    ['**太字**です', 'strong(太字)です'],
    ['snake_case_name, 2*3*4, a * b * c', 'snake_case_name, 2*3*4, a * b * c'],
    ['**open *inner** rest*', 'strong(open *inner) rest*'],
    ['*a *b*', '*a emphasis(b)'],
    ['**** ~~~~ __', '**** ~~~~ __'],
    ['\\*no\\* \\q ¯\\\\\\_(ツ)_/¯', '*no* \\q ¯\\_(ツ)_/¯'],
    ['`*a*` ``b`c`` `` ` `` `open', 'code(*a*) code(b`c) code(`) `open'],
    ['one\ntwo\\\nthree', 'one/two/three'],
    ['a <b>c</b> &amp;', 'a <b>c</b> &amp;'],
  ])('%j', (text, expected) => expect(shown(inline(text))).toBe(expected))
})

describe('links', () => {
  test.each([
    ['[text](https://a.example/b_(c)?d#e) x', 'link(https://a.example/b_(c)?d#e|text) x'],
    ['[write](mailto:a@b.example)', 'link(mailto:a@b.example|write)'],
    ['Look (https://a.example/b?c=d), or **http://a.example**.', 'Look (link(https://a.example/b?c=d|https://a.example/b?c=d)), or strong(link(http://a.example|http://a.example)).'],
    ['mailto:a@b.example, xhttps://a.example', 'link(mailto:a@b.example|mailto:a@b.example), xhttps://a.example'],
    ['[**a** `b`](https://a.example)', 'link(https://a.example|strong(a) code(b))'],
    ['[a [b](https://a.example)', '[a link(https://a.example|b)'],
    ['[x](javascript:y) [x](data:y) [x](/y) [x](ftp://a.example)', '[x](javascript:y) [x](data:y) [x](/y) [x](ftp://a.example)'],
    ['https://bank.example@evil.example', 'https://bank.example@evil.example'],
    ['[https://a.example/x](https://www.a.example)', 'link(https://www.a.example|https://a.example/x)'],
    ['[https://bank.example](https://evil.example)', '[link(https://bank.example|https://bank.example)](https://evil.example)'],
    ['[www.bank.example](https://evil.example)', '[www.bank.example](https://evil.example)'],
    ['[\u200b](https://evil.example)', '[\u200b](https://evil.example)'],
  ])('%j', (text, expected) => expect(shown(inline(text))).toBe(expected))
})

describe('blocks', () => {
  const text = (value: string) => [{ kind: 'text', text: value }]
  const paragraph = (value: string) => ({ kind: 'paragraph', children: text(value) })

  test('code keeps everything, with its language; without an end it is text', () => {
    expect(richTextOf('a\n```c++\n*x*\n\n  y\n```\nb')).toEqual([paragraph('a'), { kind: 'code-block', language: 'c++', text: '*x*\n\n  y' }, paragraph('b')])
    expect(richTextOf('```\nx')).toEqual([{ kind: 'paragraph', children: [...text('```'), { kind: 'break' }, ...text('x')] }])
  })
  test('a quote holds blocks and one more level of quotes', () => {
    expect(richTextOf('> a\n> > b\n> > > c\nd')).toEqual([
      { kind: 'quote', children: [paragraph('a'), { kind: 'quote', children: [{ kind: 'paragraph', children: [...text('b'), { kind: 'break' }, ...text('> c')] }] }] },
      paragraph('d'),
    ])
    expect(richTextOf('>:( \n> ')).toEqual([paragraph('>:( '), { kind: 'quote', children: [] }])
  })
  test('lists keep their numbers, continue on indented lines, and hold one more level', () => {
    expect(richTextOf('3. a\n   more\n7) b\n  - c\n    - d\n- e\n2020. was\n-no')).toEqual([
      {
        kind: 'list',
        ordered: true,
        items: [
          { number: 3, children: [...text('a'), { kind: 'break' }, ...text('more')] },
          { number: 7, children: text('b'), list: { kind: 'list', ordered: false, items: [{ children: text('c') }, { children: text('d') }] } },
        ],
      },
      { kind: 'list', ordered: false, items: [{ children: text('e') }] },
      { kind: 'paragraph', children: [...text('2020. was'), { kind: 'break' }, ...text('-no')] },
    ])
  })
})

test('previews have the words without the marks', () => {
  expect(withoutMarks('**a** [b](https://c.example)\n\n> d\n\n- e\n  1. f\n```js\ng\n```')).toBe('a b\nd\n• e\n1. f\ng')
})

const marks = ['*', '**', '_', '~~', '`', '```', '\n', '\n\n', '[', ']', '(', '](https://a.example)', '\\', '> ', '- ', '  - ', '1. ', 'https://b.example', ' ', 'a', 'Bc', '太', '😀', '<b>', '\u202e', '\0', '\ud800']
const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.array(fc.constantFrom(...marks), { maxLength: 60 }).map((parts) => parts.join('')))

const depthOf = (node: RichBlock | RichInline): number => {
  if (node.kind === 'list') return 1 + Math.max(0, ...node.items.map(({ children, list }) => Math.max(list ? depthOf(list) : 0, ...children.map(depthOf))))
  return 1 + Math.max(0, ...('children' in node ? node.children.map(depthOf) : []))
}

describe('whatever somebody writes', () => {
  test('is read without a throw, no deeper than 16, and every address is http, https or mailto', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tree = richTextOf(text)
        expect(Math.max(0, ...tree.map(depthOf))).toBeLessThanOrEqual(16)
        for (const [, href = ''] of JSON.stringify(tree).matchAll(/"href":"((?:[^"\\]|\\.)*)"/g)) expect(href).toMatch(/^(?:https?:\/\/|mailto:)/)
      }),
      { numRuns: 500 },
    )
  })

  test('keeps every letter in order', () => {
    const words = fc.array(fc.constantFrom('*', '**', '_', '~~', '`', '[', ']', '\n', '\n\n', '> ', '- ', '\\', ' ', 'a', 'Bc', '太', '😀', 'https://b.example'), { maxLength: 80 })
    const letters = (text: string) => text.replaceAll(/[^\p{L}😀:/.]/gu, '')
    fc.assert(fc.property(words, (parts) => {
        expect(letters(withoutMarks(parts.join('')))).toBe(letters(parts.join('')))
      }), { numRuns: 500 })
  })

  test('without any mark stays as it is', () => {
    fc.assert(fc.property(fc.stringMatching(/^[\p{L} ,.!?]*\p{L}[\p{L} ,.!?]*$/u), (text) => {
        expect(withoutMarks(text)).toBe(text)
      }))
  })

  test('takes a time in proportion to its length, however it is made', () => {
    const hostile = [...marks, '[](', '[a](', '*a **b __c _d ~~e [f ', '`a``b```', '```\n', '> > ', 'http://[', 'https://a)', 'mailto:', '***a', '*[_~~**', 'https://a.b.c-', '![', '*a_']
    for (const part of hostile) {
      // Ten times what a message may have: what grows with the square would take seconds.
      const text = part.repeat(Math.ceil(50_000 / part.length))
      const times = Array.from({ length: 2 }, () => {
        const start = performance.now()
        richTextOf(text)
        return performance.now() - start
      })
      expect(Math.min(...times), JSON.stringify(part)).toBeLessThan(500)
    }
  })
})
