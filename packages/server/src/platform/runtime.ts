/** Clock and randomness, from one place so that tests can hold them. */
export interface Runtime {
  /** Milliseconds since the epoch. */
  now(): number
  /** A new UUIDv7 (RFC 9562). */
  newId(): string
  /** Cryptographically strong bytes. */
  randomBytes(size: number): Uint8Array
}
