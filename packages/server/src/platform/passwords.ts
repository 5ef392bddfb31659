/** Hashes and checks passwords, slowly on purpose and only a few at once. */
export interface Passwords {
  /** @throws {PalaverError} `overloaded` when too many wait. */
  hash(password: string): Promise<string>
  /** Does the password belong to the hash? Without a hash the answer is no, after the same work. */
  verify(hash: string | undefined, password: string): Promise<boolean>
}
