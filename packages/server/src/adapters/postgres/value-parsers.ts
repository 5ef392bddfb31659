import pg from 'pg'

type Parse = (text: string) => unknown

const parsers = new Map<number, Parse>()

// `pg` types its parsers as any.
const parserOf = (oid: number): Parse => pg.types.getTypeParser(oid, 'text') as Parse

/** How plain SQL's values arrive; MikroORM reads the same connections with parsers of its own. */
export const sqlTypes: pg.CustomTypesConfig = {
  // Whatever format is asked for: we never ask for binary.
  getTypeParser: (oid: number) => parsers.get(oid) ?? parserOf(oid),
}

const int8 = 20
const int8Array = 1016
const int4Array: number = 1007

parsers.set(int8, Number)
// The int4[] parser makes numbers of the same text form.
parsers.set(int8Array, (text) => parserOf(int4Array)(text))
