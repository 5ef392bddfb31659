import { clientFrames, closeCodes, commands, ephemerals, errorTable, events, serverFrames } from '@palaver/protocol/definitions'
import { openApiDocument } from '@palaver/protocol/documents'
import { beforeAll, describe, expect, test } from 'vitest'
import { html, prose } from '../../src/doors/reference/html.ts'
import { schemaTable } from '../../src/doors/reference/schema-table.ts'
import { shareTestServer } from '../support/test-server.ts'

const server = shareTestServer()
let page = ''
let headers: Record<string, unknown> = {}
beforeAll(async () => {
  const answer = await server().app.inject({ method: 'GET', url: '/docs' })
  page = answer.payload
  headers = answer.headers
})
const anchors = (): ReadonlySet<string> => new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? ''))

describe('GET /docs', () => {
  test.each([
    ['command', commands.map(({ name }) => `command-${name}`)],
    ['event', [...events, ...ephemerals].map(({ name }) => `event-${name}`)],
    ['frame', [...Object.keys(clientFrames), ...Object.keys(serverFrames)].map((t) => `frame-${t}`)],
    ['error', Object.keys(errorTable).map((code) => `error-${code}`)],
    ['close code', Object.keys(closeCodes).map((code) => `close-${code}`)],
    ['type', Object.keys((openApiDocument() as { components: { schemas: object } }).components.schemas).map((name) => `type-${name}`)],
  ])('has an anchor for every %s', (_kind, wanted) => {
    expect(wanted.filter((anchor) => !anchors().has(anchor))).toEqual([])
  })
  test('has no anchor twice, and no link to one that is not there', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.length).toBe(new Set(ids).size)
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? '')
    expect(links.filter((id) => !anchors().has(id))).toEqual([])
  })
  test('says where every command stands in REST', () => {
    const paths = commands.flatMap((command) => ('rest' in command && command.rest ? [command.rest.path] : []))
    expect(paths.filter((path) => !page.includes(`<code>${path}</code>`))).toEqual([])
  })
  test('shows an example of every command', () => {
    expect(page.match(/Example of an input/g)).toHaveLength(commands.length)
    expect(page.match(/Example of an output/g)).toHaveLength(commands.length)
  })
  test('needs no script, no style of its own and nothing from elsewhere, and its policy says so', async () => {
    expect(page).not.toMatch(/<script|<style| style="| on\w+="|(?:src|href|action)="(?:https?:)?\/\//)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    for (const [, href = ''] of page.matchAll(/href="([^#"d][^"]*|docs[^"]*)"/g)) {
      expect((await server().app.inject({ method: 'GET', url: `/${href}` })).statusCode).toBe(200)
    }
  })
})

test('strings are escaped wherever they come from', () => {
  const nasty = '<img src=x onerror="alert(\'1\')">&'
  const shown = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;'
  expect(html`<p title="${nasty}">${nasty}${[html`<b>${nasty}</b>`]}</p>`.markup).toBe(`<p title="${shown}">${shown}<b>${shown}</b></p>`)
  expect(prose('a `<b>` c <d>').markup).toBe('a <code>&lt;b&gt;</code> c &lt;d&gt;')
  expect(schemaTable('Fields', { type: 'object', properties: { x: { const: nasty, description: nasty } } }, {}).markup).not.toContain('<img')
})
