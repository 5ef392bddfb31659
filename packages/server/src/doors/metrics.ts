import { createHash, timingSafeEqual } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Log } from '../platform/log.ts'

/** What {@link metricsDoor} needs. */
export interface MetricsDoorOptions {
  readonly source: { readonly contentType: string; text(): Promise<string> }
  /** A port of its own for metrics, and the address that it listens on. */
  readonly port?: number
  readonly host: string
  /** Whoever reads has to send it as bearer token, at either port. */
  readonly token?: string
  readonly log: Log
}

/**
 * `GET /metrics` for Prometheus. With a port it is served there, and never at the public door; without one it is served at the public
 * door, to whoever has the token.
 * @throws {Error} when neither a port nor a token is given, or (at readiness) when the port is taken.
 */
export async function metricsDoor(scope: FastifyInstance, options: MetricsDoorOptions): Promise<void> {
  const { source, port, host, token, log } = options
  if (port !== undefined) return serveApart(scope, { source, port, host, log, ...(token === undefined ? {} : { token }) })
  if (token === undefined) throw new Error('unable to serve metrics; they need a port of their own or a token')
  scope.get('/metrics', { logLevel: 'warn' }, async (request, reply) => {
    if (!isBearer(request.headers.authorization, token)) return reply.code(401).header('www-authenticate', 'Bearer').send()
    return reply.header('cache-control', 'no-store').type(source.contentType).send(await source.text())
  })
}

function serveApart(scope: FastifyInstance, { source, port, host, token, log }: MetricsDoorOptions & { readonly port: number }): void {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end()
    if (token !== undefined && !isBearer(request.headers.authorization, token)) return void response.writeHead(401, { 'www-authenticate': 'Bearer' }).end()
    response.writeHead(200, { 'content-type': source.contentType, 'cache-control': 'no-store' }).end(await source.text())
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((err: unknown) => {
      log.error({ err }, 'unable to tell metrics')
      response.destroy()
    })
  })
  scope.addHook('onReady', async () => {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
    const address = server.address()
    log.info({ host, port: typeof address === 'object' ? address?.port : port }, 'metrics are served')
  })
  scope.addHook('onClose', async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
}

/** Hashed first, so that neither the content nor the length of the right token shows in the time that it takes. */
function isBearer(header: string | undefined, token: string): boolean {
  const given = /^Bearer +([^\s]+)$/i.exec(header ?? '')?.[1]
  return given !== undefined && timingSafeEqual(digest(given), digest(token))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
