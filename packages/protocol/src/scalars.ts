import * as Type from 'typebox'

/** A UUID (RFC 9562) in lower case, at least 122 random bits; UUIDv7 where the maker can. */
export const Id = Type.String({
  format: 'uuid',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
  description: 'A UUID (RFC 9562) in lower case.',
})

/** Milliseconds since the Unix epoch, by the server's clock unless a field says otherwise. */
export const Timestamp = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Milliseconds since the Unix epoch.',
})

/** A number taken from a conversation's or a user's counter; 0 means "nothing yet". */
export const Counter = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/**
 * Text without U+0000 and without lone surrogates, counted in code points.
 * The pattern does the counting: `maxLength` alone counts graphemes in some validators.
 */
export const text = (options: { min?: number; max: number; description?: string }) =>
  Type.String({
    minLength: options.min ?? 0,
    maxLength: options.max,
    pattern: `^[^\\u0000\\p{Cs}]{${options.min ?? 0},${options.max}}$`,
    ...(options.description ? { description: options.description } : {}),
  })

/** One line of text: also no line breaks, tabs or other control characters, and not blank. */
export const line = (options: { max: number; description?: string }) =>
  Type.String({
    minLength: 1,
    maxLength: options.max,
    pattern: `^(?=.*\\S)[^\\p{Cc}\\p{Cs}]{1,${options.max}}$`,
    ...(options.description ? { description: options.description } : {}),
  })

/** Most bytes of custom data, as JSON in UTF-8. */
export const customMaxBytes = 4096
/** Most levels of objects and arrays in custom data. */
export const customMaxDepth = 8

/** Custom data of the host application: what it holds is the application's affair, which `defineCustomData` gives types. */
export const CustomData = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: 'object',
  additionalProperties: true,
  description: `Custom data of the host application, any JSON object: at most ${customMaxBytes} bytes and ${customMaxDepth} levels, without U+0000, lone surrogates and keys \`__proto__\` and \`constructor\`.`,
})

/** An opaque cursor of a page; valid only for the list that gave it. */
export const Cursor = Type.String({ minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9_-]+$' })
