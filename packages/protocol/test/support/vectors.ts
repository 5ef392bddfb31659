import { readFileSync, readdirSync } from 'node:fs'

/** Every protocol version that has vectors: all that were released, and the one being made. */
export const versions = readdirSync(new URL('../vectors/', import.meta.url)).sort((a, b) => Number(a.split('.')[1]) - Number(b.split('.')[1]))

/** Reads a file of the golden vectors of a protocol version. */
export const vectors = <Shape>(name: string, version: string): Shape =>
  JSON.parse(readFileSync(new URL(`../vectors/${version}/${name}.json`, import.meta.url), 'utf8')) as Shape
