import { readFileSync } from 'node:fs'

/** Reads a file of the golden vectors of a protocol version. */
export const vectors = <Shape>(name: string, version = '1.0'): Shape =>
  JSON.parse(readFileSync(new URL(`../vectors/${version}/${name}.json`, import.meta.url), 'utf8')) as Shape
