import { type ContentDefinition, defineContent } from '../messages/content-definition.ts'

/** A type of ephemeral event of the developer's own, known to server and client alike: a content definition without a fallback. */
export type EphemeralDefinition<Name extends string = string, Input = unknown, Output = unknown> = Pick<ContentDefinition<Name, Input, Output>, 'type' | 'schema'>

/** Defines a type of ephemeral event, once for server and client. @throws {TypeError} when the type is no name in a namespace, such as `com.example.cursor`. */
export const defineEphemeralType = <const Name extends string, Input extends object, Output>(definition: EphemeralDefinition<Name, Input, Output>): EphemeralDefinition<Name, Input, Output> =>
  defineContent(definition)
