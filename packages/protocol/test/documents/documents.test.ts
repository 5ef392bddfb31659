import { readFileSync } from 'node:fs'
import { Parser } from '@asyncapi/parser'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { closeCodes, commands, ephemerals, errorTable, events } from '../../src/definitions.ts'
import { asyncApiDocument, errorsPage, openApiDocument } from '../../src/documents/index.ts'

const file = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

describe('OpenAPI', () => {
  const document = structuredClone(openApiDocument()) as { paths: Record<string, Record<string, { operationId: string; responses: object }>> }
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))

  test('is valid, its references too', async () => {
    const validator = new Validator()
    const result = await validator.validate(structuredClone(document))
    expect(result).toMatchObject({ valid: true })
    expect(JSON.stringify(validator.resolveRefs())).not.toContain('"$ref"')
  })
  test('a broken document is refused', async () => {
    expect(await new Validator().validate({ ...document, paths: { '/x': { get: { responses: 5 } } } })).toMatchObject({ valid: false })
  })
  test('has every command of the REST door once, by its name', () => {
    const inRest = commands.filter((command) => 'rest' in command && command.rest).map(({ name }) => name)
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(inRest.sort())
  })
  test('names the errors of every command by their statuses', () => {
    const send = operations.find(({ operationId }) => operationId === 'message.send')
    expect(Object.keys(send?.responses ?? {})).toEqual(['201', '400', '401', '403', '404', '409', '413', '429', '500', '503'])
  })
  test('in git is the one of the contract', () => expect(JSON.parse(file('generated/openapi.json'))).toEqual(document))
})

describe('AsyncAPI', () => {
  const document = asyncApiDocument() as unknown as { components: { messages: Record<string, unknown> } }

  test('is valid', { timeout: 60_000 }, async () => {
    const problems = await new Parser().validate(JSON.stringify(document))
    expect(problems.filter(({ severity }) => severity === 0)).toEqual([])
  })
  test('a broken document is refused', { timeout: 60_000 }, async () => {
    const problems = await new Parser().validate(JSON.stringify({ ...document, operations: { x: { action: 'shout' } } }))
    expect(problems.some(({ severity }) => severity === 0)).toBe(true)
  })
  test('has a message for every command of the socket and every event', () => {
    const names = Object.keys(document.components.messages)
    for (const { name, doors } of commands) expect(names.includes(`cmd.${name}`)).toBe(doors.includes('socket'))
    for (const { name } of events) expect(names).toContain(`evt.${name}`)
    for (const { name } of ephemerals) expect(names).toContain(`eph.${name}`)
  })
  test('in git is the one of the contract', () => expect(JSON.parse(file('generated/asyncapi.json'))).toEqual(document))
})

describe('the page of errors', () => {
  const page = file('../../docs/errors.md')

  test('in git is the one of the contract', () => expect(page).toBe(errorsPage()))
  test('names every code, and no code that is not there', () => {
    const written = [...page.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, code]) => code)
    expect(written).toEqual(Object.keys(errorTable))
    expect([...page.matchAll(/^\| (\d{4}) \|/gm)].map(([, code]) => code)).toEqual(Object.keys(closeCodes))
  })
})
