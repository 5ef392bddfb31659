import { once } from 'node:events'
import net from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { startSocketApp } from '../../support/socket-app.ts'

const upgrade = ['GET /v1/socket HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==', '', ''].join('\r\n')

it('refuses an upgrade that comes while it stops, and does not wait for whoever asked to go', async () => {
  const { app, url } = await startSocketApp()
  // Keeps the stop waiting: it never answers the close.
  const deaf = new WebSocket(url, 'palaver.v1')
  await once(deaf, 'open')
  deaf.pause()
  onTestFinished(() => deaf.terminate())
  // It does not go by itself, as a proxy that closes only its own half.
  const late = net.connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true })
  await once(late, 'connect')
  onTestFinished(() => void late.destroy())

  let stopped = false
  const stop = app.close().then(() => { stopped = true })
  let answer = ''
  late.on('data', (chunk: Buffer) => { answer += chunk.toString() })
  late.write(upgrade)
  await once(late, 'end')
  expect(answer).toMatch(/^HTTP\/1\.1 503 /)
  expect(stopped).toBe(false)
  await stop
}, 15_000)
