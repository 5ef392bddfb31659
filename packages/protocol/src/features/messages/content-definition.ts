import type { CustomContent } from './kinds.ts'

/**
 * What checks data, by the Standard Schema (https://standardschema.dev): schemas of zod, valibot, ArkType and others are such. It must
 * answer at once, without a promise.
 */
export interface ContentSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined }[] }

/** A kind of content of the developer's own, known to server and client alike. */
export interface ContentDefinition<Name extends string = string, Input = unknown, Output = unknown> {
  /** In a namespace of its maker, such as `com.example.order`: letters in lower case, digits, hyphens, at least one dot; 100 characters at most. */
  readonly type: Name
  /** Of a JSON object: at most 8 kB and eight levels deep. */
  readonly schema: ContentSchema<Input, Output>
  /** What it says in words, for clients that do not know it, previews and notifications; 500 characters at most. */
  fallback?(data: Output): string
}

/** What data of a definition is on the wire. */
export type ContentInput<Definition> = Definition extends { readonly schema: ContentSchema<infer Input, infer _> } ? Input : never
/** What its schema makes of it. */
export type ContentOutput<Definition> = Definition extends { readonly schema: ContentSchema<infer _, infer Output> } ? Output : never

/** Custom content of one definition. */
export type ContentOf<Definition extends ContentDefinition> = CustomContent & { readonly type: Definition['type']; readonly data: ContentInput<Definition> }

/** Defines a kind of content, once for server and client. @throws {TypeError} when the type is no name in a namespace. */
export const defineContent = <const Name extends string, Input extends object, Output>(definition: ContentDefinition<Name, Input, Output>): ContentDefinition<Name, Input, Output> => {
  if (definition.type.length > 100 || !/^[a-z][a-z0-9-]*(?:\.[a-z0-9][a-z0-9_-]*)+$/.test(definition.type))
    throw new TypeError(`unable to define content; "${definition.type}" is not like com.example.order`)
  return Object.freeze({ ...definition })
}

/** What is wrong with data, or what the schema makes of it. @throws {TypeError} when the schema wants to answer later. */
export const checkContent = <Output>(definition: Pick<ContentDefinition<string, unknown, Output>, 'type' | 'schema'>, data: unknown): { readonly value: Output } | { readonly fault: string } => {
  const result = definition.schema['~standard'].validate(data)
  if (result instanceof Promise) throw new TypeError(`unable to check content of ${definition.type}; its schema is asynchronous`)
  if (!result.issues) return { value: result.value }
  const [issue] = result.issues
  const path = (issue?.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('/')
  return { fault: `${path === '' ? '' : `${path}: `}${issue?.message ?? 'it does not fit'}` }
}
