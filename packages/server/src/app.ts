import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import helmet from 'helmet'
import { systemRuntime } from './adapters/system-runtime.ts'
import { assemble } from './assemble.ts'
import { healthChecks } from './health-checks.ts'
import { type Config, defaultConfig } from './config.ts'
import { documentsDoor } from './doors/documents.ts'
import { replyWithError, sendUnknownCommand } from './doors/error-reply.ts'
import { healthDoor } from './doors/health.ts'
import { metricsDoor } from './doors/metrics.ts'
import { restDoor } from './doors/rest/index.ts'
import { registerSocketDoor } from './doors/socket/door.ts'
import { staticDoor } from './doors/static.ts'
import { createLogger } from './log.ts'
import { createAddressGate } from './platform/address-gate.ts'
import { createAdmin } from './admin.ts'
import { createObservability } from './observability.ts'
import type { AppOptions, Palaver, PalaverOptions } from './palaver.ts'

/**
 * Palaver as a Fastify plugin: REST under `/v1`, the socket at `/v1/socket`, `/openapi.json`, `/asyncapi.json`, `/health/*`, and
 * `app.palaver`. Closing the app drains it: readiness turns red, sockets go elsewhere, what was accepted is written, the database closes.
 */
export const palaver = fastifyPlugin(
  async (app: FastifyInstance, options: PalaverOptions) => {
    const config: Config = { ...defaultConfig(), ...options }
    const observability = createObservability(config, options.onError)
    const { metrics, prometheus, report } = observability
    const assembly = await assemble(app, config, { ...options, observability })
    const { commands, database, bus, fanOut, limiter, seats, features, passwords } = assembly
    const { authenticate } = features
    const admit = createAddressGate(limiter, metrics)
    let isDraining = false

    const registerSocket = () => registerSocketDoor(app, {
      commands,
      authenticate,
      admit,
      fanOut,
      ...(seats ? { seats } : {}),
      runtime: options.runtime ?? systemRuntime,
      logger: app.log,
      report,
      metrics,
      allowedOrigins: config.allowedOrigins,
      limits: { ...config.socketLimits, textMaxLength: config.textMaxLength },
    })
    // A worker has nobody to talk to but whoever watches over it.
    const hasDoors = config.role !== 'worker'
    const socket = hasDoors ? await registerSocket() : undefined
    const running: Palaver = {
      config,
      commands,
      database,
      bus,
      admin: createAdmin({ commands, features, passwords }),
      drain: async (spreadMs, noticeMs = 0) => {
        isDraining = true
        await sleep(noticeMs)
        await socket?.close(spreadMs)
      },
    }
    app.decorate('palaver', running)
    app.addHook('preClose', async () => running.drain(0))
    app.addHook('onClose', async () => assembly.close())

    if (hasDoors) {
      await app.register(restDoor, {
        prefix: '/v1',
        commands,
        authenticate,
        limiter,
        admit,
        allowedOrigins: config.allowedOrigins,
        report,
      })
      await app.register(documentsDoor, { limiter, limit: config.limits.address })
    }
    if (prometheus) {
      await metricsDoor(app, {
        source: prometheus,
        host: config.metricsHost,
        log: app.log,
        ...(config.metricsPort === undefined ? {} : { port: config.metricsPort }),
        ...(config.metricsToken === undefined ? {} : { token: config.metricsToken }),
      })
    }
    await app.register(healthDoor, {
      checks: healthChecks(assembly),
      isDraining: () => isDraining,
    })
  },
  { name: '@palaver/server', fastify: '5.x' },
)

/**
 * A stand-alone server, ready but not listening: the plugin with its own logger, security headers and, if configured, a built page.
 * @throws {Error} when the database or the data folder cannot be opened.
 */
export async function createApp(options: AppOptions = {}): Promise<{ app: FastifyInstance; palaver: Palaver }> {
  const config: Config = { ...defaultConfig(), ...options }
  const serverOptions: FastifyServerOptions = {
    loggerInstance: createLogger(config.logLevel, options.logDestination),
    genReqId: () => randomUUID(),
    trustProxy: config.trustProxy.length > 0 && [...config.trustProxy],
    forceCloseConnections: 'idle',
    // The first start of the embedded database takes seconds, on a busy machine more than the ten that Fastify grants.
    pluginTimeout: 60_000,
    frameworkErrors: (error, request, reply) => void replyWithError(error, request, reply),
  }
  const app = fastify(serverOptions)
  app.setErrorHandler(replyWithError)
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !request.url.startsWith('/v1/') && (request.headers.accept ?? '').includes('text/html')
    return isPage && config.staticDir !== undefined && config.role !== 'worker' ? reply.sendFile('index.html') : sendUnknownCommand(request, reply)
  })
  const setSecurityHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // Virtual lists place their rows by style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Whoever ends TLS decides about it; a server on plain HTTP must not.
    strictTransportSecurity: false,
  })
  // Not by its Fastify plugin, which makes them anew for every request; and an upgrade shows no page. Together 10 % of what opening a socket costs.
  app.addHook('onRequest', ({ headers, raw }, reply, done) => {
    if (isUpgrade(headers)) done()
    else setSecurityHeaders(raw, reply.raw, done as (error?: unknown) => void)
  })
  try {
    await app.register(palaver, options)
    if (config.staticDir !== undefined && config.role !== 'worker') await staticDoor(app, { folder: config.staticDir })
    await app.ready()
  } catch (error) {
    await app.close()
    throw error
  }
  return { app, palaver: app.palaver }
}

/** Only what both headers say is one (RFC 9110, 7.8). */
const isUpgrade = ({ upgrade, connection = '' }: IncomingHttpHeaders): boolean => upgrade !== undefined && connection.toLowerCase().includes('upgrade')
