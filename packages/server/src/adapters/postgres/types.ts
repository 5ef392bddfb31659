import pg from 'pg'

const parsers = new Map<number, (text: string) => unknown>()

/** How plain SQL's values arrive; MikroORM reads the same connections with parsers of its own. */
export const sqlTypes: pg.CustomTypesConfig = {
  // `pg` types its parsers by format, text or binary; we never ask for binary.
  getTypeParser: (oid: number, format?: 'text' | 'binary') => parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text'),
}

const int8 = 20
const int8Array = 1016
const int4Array: number = 1007

parsers.set(int8, Number)
// The int4[] parser makes numbers of the same text form.
parsers.set(int8Array, (text) => pg.types.getTypeParser(int4Array, 'text')(text))
