import type { Json, JsonObject } from '@palaver/protocol/documents'
import { type Html, html, nothing, prose } from './html.ts'

type Schemas = Readonly<Record<string, JsonObject>>

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)
const listIn = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : [])
const refOf = (schema: JsonObject): string | undefined => (typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined)
const number = (value: Json | undefined): string => (value === Number.MAX_SAFE_INTEGER ? '2⁵³ − 1' : Number(value).toLocaleString('en'))

const joined = (parts: readonly Html[], between: string): Html => html`${parts.map((part, index) => (index === 0 ? part : html`${between}${part}`))}`

/** A schema's type in words, with links to the types that have names. */
const typeOf = (schema: JsonObject): Html => {
  const ref = refOf(schema)
  if (ref !== undefined) return html`<a href="#type-${ref}">${ref}</a>`
  if ('const' in schema) return html`<code>${JSON.stringify(schema['const'])}</code>`
  if (Array.isArray(schema['enum'])) return joined(listIn(schema['enum']).map((value) => html`<code>${JSON.stringify(value)}</code>`), ' or ')
  if (Array.isArray(schema['anyOf'])) return joined(listIn(schema['anyOf']).filter(isObject).map(typeOf), ' or ')
  if (Array.isArray(schema['prefixItems'])) return html`[${joined(listIn(schema['prefixItems']).filter(isObject).map(typeOf), ', ')}]`
  if (isObject(schema['items'])) return html`list of ${typeOf(schema['items'])}`
  if (isObject(schema['patternProperties'])) return html`map to ${joined(Object.values(schema['patternProperties']).filter(isObject).map(typeOf), ' or ')}`
  return typeof schema['type'] === 'string' ? html`${schema['type']}` : html`anything`
}

const range = (schema: JsonObject, [low, high, unit]: readonly [string, string, string]): string | undefined => {
  const [from, to] = [schema[low], schema[high]]
  if (typeof from !== 'number' && typeof to !== 'number') return undefined
  if (to === undefined || to === Number.MAX_SAFE_INTEGER) return `at least ${number(from ?? 0)}${unit}`
  return typeof from === 'number' ? `${number(from)} to ${number(to)}${unit}` : `at most ${number(to)}${unit}`
}

const limitsOf = (schema: JsonObject): string =>
  [
    range(schema, ['minimum', 'maximum', '']),
    range(schema, ['minLength', 'maxLength', ' characters']),
    range(schema, ['minItems', 'maxItems', ' entries']),
    range(schema, ['minProperties', 'maxProperties', ' fields']),
    'default' in schema ? `default ${JSON.stringify(schema['default'])}` : undefined,
  ].filter((part) => part !== undefined).join('; ')

/** The object whose fields are to be shown beneath a field: its own or that of its entries, unless it has a name. */
const inner = (schema: JsonObject): { readonly schema: JsonObject; readonly mark: string } | undefined => {
  if (isObject(schema['properties'])) return { schema, mark: '' }
  const items = schema['items']
  return isObject(items) && isObject(items['properties']) ? { schema: items, mark: '[]' } : undefined
}

const rowsOf = (schema: JsonObject, before = ''): readonly Html[] => {
  const required = listIn(schema['required'])
  return Object.entries((schema['properties'] ?? {}) as Record<string, JsonObject>).flatMap(([name, field]) => {
    const below = inner(field)
    const limits = limitsOf(field)
    const description = typeof field['description'] === 'string' ? field['description'] : ''
    const row = html`<tr>
      <th scope="row"><code>${before}${name}</code>${required.includes(name) ? nothing : html` <span class="quiet">optional</span>`}</th>
      <td>${typeOf(field)}${limits === '' ? nothing : html`<br><span class="quiet">${limits}</span>`}${description === '' ? nothing : html`<p>${prose(description)}</p>`}</td></tr>`
    return [row, ...(below ? rowsOf(below.schema, `${before}${name}${below.mark}.`) : [])]
  })
}

/** The fields of a schema as a table; of one with a name also the link to it. */
export const schemaTable = (caption: string, schema: JsonObject, schemas: Schemas): Html => {
  const ref = refOf(schema)
  const shown = ref === undefined ? schema : (schemas[ref] ?? {})
  const title = html`${caption}${ref === undefined ? nothing : html`: <a href="#type-${ref}">${ref}</a>`}`
  const rows = rowsOf(shown)
  if (rows.length === 0) {
    const isEmpty = shown['type'] === 'object' && !('patternProperties' in shown)
    const limits = limitsOf(shown)
    return html`<p class="caption">${title}</p><p>${isEmpty ? 'No fields.' : typeOf(shown)}${limits === '' ? nothing : html` <span class="quiet">${limits}</span>`}</p>`
  }
  return html`<table>
    <caption>${title}</caption>
    <colgroup><col class="field"><col></colgroup>
    <thead><tr><th scope="col">Field</th><th scope="col">Type and meaning</th></tr></thead>
    <tbody>${rows}</tbody></table>`
}
