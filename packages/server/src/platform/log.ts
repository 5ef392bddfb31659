/** What the server writes to its log: fields first, then a short message. pino and Fastify's logger fit. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
