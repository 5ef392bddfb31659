import type { ContentSchema } from '../messages/content-definition.ts'

/** What carries data of the host application in its field `custom`. */
export type CustomHolder = 'message' | 'conversation' | 'member' | 'person'

/** Which schemas custom data has, by what carries it; of what is not named, anything may come. */
export type CustomDataDefinition = { readonly [Holder in CustomHolder]?: ContentSchema }

/** What custom data of a holder is on the wire. */
export type CustomInput<Definition extends CustomDataDefinition, Holder extends keyof Definition> = Definition[Holder] extends ContentSchema<infer Input, infer _> ? Input : never
/** What its schema makes of it. */
export type CustomOutput<Definition extends CustomDataDefinition, Holder extends keyof Definition> = Definition[Holder] extends ContentSchema<infer _, infer Output> ? Output : never

/** Defines the custom data of an application, once for server and client: a Standard Schema, of a JSON object, for each that carries some. */
export const defineCustomData = <const Definition extends CustomDataDefinition>(definition: Definition & { readonly [Other in Exclude<keyof Definition, CustomHolder>]: never }): Definition =>
  Object.freeze({ ...definition })
