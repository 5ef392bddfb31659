import { createHmac, generateKeyPairSync } from 'node:crypto'
import fastify from 'fastify'
import { afterAll, describe, expect, it } from 'vitest'
import { createAccessTokens } from '../../../src/adapters/tokens/access-tokens.ts'

const secret = Buffer.alloc(32, 1)
const userId = '0190b8d2-0000-7000-8000-000000000001'
const app = fastify()
afterAll(() => app.close())
const tokens = await createAccessTokens(app, { secret, issuer: 'palaver', now: () => Date.now() })

const seconds = Math.floor(Date.now() / 1000)
const payload = { sub: userId, role: 'user', iss: 'palaver', aud: 'palaver', iat: seconds, exp: seconds + 60 }
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const sign = (header: object, body: object, key: Buffer | string = secret, hash = 'sha256') => {
  const signed = `${encode(header)}.${encode(body)}`
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`
}
const good = { alg: 'HS256', typ: 'JWT' }

describe('access tokens', () => {
  it('say who, in which session, in which role, until when', () => {
    const claims = { userId, sessionId: '0190b8d2-0000-7000-8000-000000000002', role: 'moderator', expiresAt: (seconds + 900) * 1000 } as const
    expect(tokens.verify(tokens.issue(claims))).toEqual(claims)
    const { sessionId: _, ...minted } = claims
    expect(tokens.verify(tokens.issue(minted))).toEqual(minted)
  })

  it('are accepted from another signer that has the secret', () => {
    expect(tokens.verify(sign(good, payload))).toMatchObject({ userId })
  })

  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const spki = publicKey.export({ type: 'spki', format: 'pem' })
  const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'pem' })
  const { sub: _sub, ...withoutSub } = payload
  const { exp: _exp, ...withoutExp } = payload

  it.each([
    ['alg none, unsigned', `${encode({ alg: 'none' })}.${encode(payload)}.`],
    ['alg None with our signature', sign({ alg: 'None', typ: 'JWT' }, payload)],
    ['no signature', `${encode(good)}.${encode(payload)}.`],
    ['two parts', `${encode(good)}.${encode(payload)}`],
    ['another key', sign(good, payload, Buffer.alloc(32, 2))],
    ['an empty key', sign(good, payload, '')],
    ['an RSA public key as secret', sign(good, payload, spki)],
    ['an RSA public key after a space', sign(good, payload, ` ${spki}`)],
    ['an RSA public key as PKCS1', sign(good, payload, pkcs1)],
    ['another algorithm, rightly signed', sign({ alg: 'HS512', typ: 'JWT' }, payload, secret, 'sha512')],
    ['RS256 in the header, HMAC inside', sign({ alg: 'RS256', typ: 'JWT' }, payload)],
    ['kid as a path, key from that file', sign({ ...good, kid: '../../../dev/null' }, payload, '')],
    ['kid as an address', sign({ ...good, kid: 'http://127.0.0.1/key' }, payload, 'key')],
    ['jku and x5u', sign({ ...good, jku: 'https://evil.example/jwks', x5u: 'https://evil.example/x5' }, payload, 'key')],
    ['a key inside the header', sign({ ...good, jwk: { kty: 'oct', k: Buffer.from('key').toString('base64url') } }, payload, 'key')],
    ['critical extensions', sign({ ...good, crit: ['exp'], b64: false }, payload, 'key')],
    ['another audience', sign(good, { ...payload, aud: 'another' })],
    ['no audience', sign(good, { ...payload, aud: undefined })],
    ['another issuer', sign(good, { ...payload, iss: 'another' })],
    ['an expired one', sign(good, { ...payload, exp: seconds - 1 })],
    ['one from the future', sign(good, { ...payload, iat: seconds + 3600 })],
    ['one that is not valid yet', sign(good, { ...payload, nbf: seconds + 3600 })],
    ['no expiry', sign(good, withoutExp)],
    ['expiry as text', sign(good, { ...payload, exp: '9999999999' })],
    ['no subject', sign(good, withoutSub)],
    ['a subject that is no id', sign(good, { ...payload, sub: "' OR 1=1" })],
    ['an unknown role', sign(good, { ...payload, role: 'root' })],
    ['a megabyte', sign(good, { ...payload, pad: 'x'.repeat(1_048_576) }, Buffer.alloc(32, 2))],
    ['garbage', 'a.b.c'],
    ['nothing', ''],
  ])('refuse %s (refusal 15)', (_what, token) => {
    expect(() => tokens.verify(token)).toThrow(expect.objectContaining({ code: 'unauthenticated', message: 'unable to authenticate; the token is not valid' }))
  })
})
