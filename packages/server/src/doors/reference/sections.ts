import { type Command, type DurableEvent, type EphemeralEvent, closeCodes, commands, ephemerals, errorTable, errorsOf, events } from '@palaver/protocol/definitions'
import { type Json, type JsonObject, contractDocument, examples, frameSummaries, tagOf, tags } from '@palaver/protocol/documents'
import { type Html, html, nothing, prose } from './html.ts'
import { schemaTable } from './schema-table.ts'

/** An entry of the reference: what it is called and where it stands. */
export interface Entry {
  readonly anchor: string
  readonly name: string
  readonly body: Html
}

/** A chapter of the reference. */
export interface Section {
  readonly anchor: string
  readonly title: string
  readonly intro: string
  readonly entries: readonly Entry[]
}

type Parts = Readonly<Record<'commands' | 'events' | 'ephemerals' | 'clientFrames' | 'serverFrames', Readonly<Record<string, JsonObject>>>>

const contract = contractDocument()
const parts = contract as unknown as Parts
const schemas = (contract['components'] as JsonObject)['schemas'] as Readonly<Record<string, JsonObject>>
const shape = (holder: JsonObject | undefined, key: string): JsonObject => (holder?.[key] ?? {}) as JsonObject

const table = (caption: string, schema: JsonObject): Html => schemaTable(caption, schema, schemas)
const example = (caption: string, value: Json | undefined): Html =>
  value === undefined ? nothing : html`<figure><figcaption>${caption}</figcaption><pre tabindex="0"><code>${JSON.stringify(value, null, 2)}</code></pre></figure>`

const accessText = { public: 'No token', user: "A user's access token", app: "A host backend's app key" } as const

const commandEntry = (command: Command): Entry => {
  const given = examples.commands[command.name]
  const errors = errorsOf(command).map((code) => html`<li><a href="#error-${code}"><code>${code}</code></a></li>`)
  return {
    anchor: `command-${command.name}`,
    name: command.name,
    body: html`<p>${prose(command.summary)}</p>
      <dl class="facts">
        ${command.rest ? html`<div><dt>REST</dt><dd><span class="method">${command.rest.method}</span> <code>${command.rest.path}</code> → ${command.rest.status}</dd></div>` : nothing}
        ${command.doors.includes('socket') ? html`<div><dt>Socket</dt><dd><code>{ "t": "cmd", "name": "${command.name}" }</code></dd></div>` : nothing}
        <div><dt>Needs</dt><dd>${accessText[command.access]}</dd></div>
      </dl>
      ${table('Input', shape(parts.commands[command.name], 'input'))}
      ${table('Output', shape(parts.commands[command.name], 'output'))}
      <p class="caption">Errors</p><ul class="chips">${errors}</ul>
      <div class="examples">${example('Example of an input', given?.input)}${example('Example of an output', given?.output)}</div>`,
  }
}

const eventEntry = (event: DurableEvent | EphemeralEvent): Entry => ({
  anchor: `event-${event.name}`,
  name: event.name,
  body: html`<p>${prose(event.summary)}</p>
    <dl class="facts"><div><dt>Kind</dt><dd>${event.kind === 'durable' ? html`durable, of scope <code>${event.scope}</code>, in an <a href="#frame-evt"><code>evt</code></a> frame` : html`ephemeral, in an <a href="#frame-eph"><code>eph</code></a> frame`}</dd></div></dl>
    ${table('Payload', shape((event.kind === 'durable' ? parts.events : parts.ephemerals)[event.name], 'payload'))}
    <div class="examples">${example('Example of a payload', examples.events[event.name])}</div>`,
})

const frameEntries = (direction: string, frames: Readonly<Record<string, JsonObject>>): readonly Entry[] =>
  Object.entries(frames).map(([t, schema]) => ({
    anchor: `frame-${t}`,
    name: t,
    body: html`<p>${prose(frameSummaries[t as keyof typeof frameSummaries])}</p>
      <dl class="facts"><div><dt>Direction</dt><dd>${direction}</dd></div></dl>
      ${table('Fields', schema)}<div class="examples">${example('Example', examples.frames[t])}</div>`,
  }))

const errorEntries: readonly Entry[] = Object.entries(errorTable).map(([code, { status, retryable, summary }]) => ({
  anchor: `error-${code}`,
  name: code,
  body: html`<p>${prose(summary)}</p><dl class="facts"><div><dt>HTTP status</dt><dd>${status}</dd></div>
    <div><dt>May be repeated</dt><dd>${retryable ? 'yes' : 'no'}</dd></div></dl>`,
}))

const closeEntries: readonly Entry[] = Object.entries(closeCodes).map(([code, { name, then, summary }]) => ({
  anchor: `close-${code}`,
  name: `${code} ${name}`,
  body: html`<p>${prose(summary)}</p><dl class="facts"><div><dt>Then</dt><dd>${then}</dd></div></dl>`,
}))

const commandSections = tags.map(({ name, description }): Section => ({
  anchor: `commands-${name}`,
  title: name.charAt(0).toUpperCase() + name.slice(1),
  intro: description,
  entries: (commands as readonly Command[]).filter((command) => tagOf(command.name) === name).map(commandEntry),
}))

/** Every chapter, in order; made once from the contract. */
export const sections: readonly Section[] = [
  ...commandSections.filter(({ entries }) => entries.length > 0),
  { anchor: 'events', title: 'Events', intro: 'What the server tells over the socket. Durable ones are numbered rows; ephemeral ones may be dropped.', entries: [...events, ...ephemerals].map(eventEntry) },
  {
    anchor: 'frames',
    title: 'Frames of the socket',
    intro: 'One JSON object in each text message, told apart by `t`.',
    entries: [...frameEntries('client → server', parts.clientFrames), ...frameEntries('server → client', parts.serverFrames)],
  },
  { anchor: 'errors', title: 'Errors', intro: 'The same object at both doors: decide by `code` and `retryable`.', entries: errorEntries },
  { anchor: 'close-codes', title: 'Close codes', intro: 'Why the server closes a socket, and what a client does then.', entries: closeEntries },
  {
    anchor: 'types',
    title: 'Types',
    intro: 'Shapes that several of the above share.',
    entries: Object.entries(schemas).map(([name, schema]) => ({
      anchor: `type-${name}`,
      name,
      body: html`${typeof schema['description'] === 'string' ? html`<p>${prose(schema['description'])}</p>` : nothing}${table('Fields', schema)}`,
    })),
  },
]
