import { PalaverError, type SessionTokens } from '@palaver/protocol'
import { describe, expect, test } from 'vitest'
import { createSession, type SessionStorage } from '../../../src/index.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

const lifeMs = 900_000

/** One browser: storage, lock and channels that its tabs share, and a server that rotates refresh tokens, each good once. */
const start = () => {
  const clock = createFakeClock()
  const items = new Map<string, string>()
  const storage: SessionStorage = { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value), removeItem: (key) => void items.delete(key) }
  const channels = new Set<{ onmessage: ((event: MessageEvent) => void) | null }>()
  const calls: string[] = []
  let generation = 0
  let reachable = true
  let tail: Promise<unknown> = Promise.resolve()
  const tokens = (): SessionTokens => {
    generation += 1
    const now = clock.now()
    return {
      userId: 'u', sessionId: 's', accessToken: `access ${generation}`, accessTokenExpiresAt: now + lifeMs, refreshToken: `refresh ${generation}`, refreshTokenExpiresAt: now + lifeMs * 100,
    }
  }
  const answer = (method: string, path: string, body: { refreshToken?: string }): Response => {
    if (path.endsWith('/refresh') && body.refreshToken !== `refresh ${generation}`)
      return Response.json(new PalaverError('refresh_token_invalid', 'unable to refresh; replaced').toBody(), { status: 401 })
    return Response.json(method === 'DELETE' ? {} : tokens())
  }
  const platform = {
    now: clock.now,
    delay: clock.delay,
    fetch: async (url: string, init: RequestInit) => {
      const { pathname } = new URL(url)
      calls.push(`${init.method} ${pathname}`)
      await clock.settle()
      if (!reachable) throw new TypeError('fetch failed')
      return answer(init.method ?? '', pathname, JSON.parse(String(init.body ?? '{}')) as { refreshToken?: string })
    },
    locks: {
      request: (_name: string, task: () => Promise<unknown>) => {
        const run = tail.then(task)
        tail = run.catch(() => undefined)
        return run
      },
    } as unknown as Pick<LockManager, 'request'>,
    openChannel: () => {
      const channel = {
        onmessage: null as ((event: MessageEvent) => void) | null,
        postMessage: (data: unknown) => {
          for (const other of channels) if (other !== channel) other.onmessage?.({ data } as MessageEvent)
        },
        close: () => void channels.delete(channel),
      }
      channels.add(channel)
      return channel
    },
  }
  const tab = () => createSession({ url: 'http://model.test/', storage, platform })
  const signIn = { email: 'a@b.cd', password: 'secret' }
  return { clock, tab, calls, signIn, items, cut: () => (reachable = false), mend: () => (reachable = true) }
}

describe('a session', () => {
  test('is signed out at first, gives no token, and signs in', async () => {
    const { tab, signIn } = start()
    const session = tab()
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
    expect(await session.token()).toBeNull()
    expect(await session.logIn(signIn)).toEqual({ status: 'signed-in', userId: 'u' })
    expect(await session.token()).toBe('access 1')
    expect(session.getSnapshot()).toBe(session.getSnapshot())
  })

  test('survives a reload', async () => {
    const { tab, signIn } = start()
    await tab().logIn(signIn)
    const again = tab()
    expect(again.getSnapshot()).toEqual({ status: 'signed-in', userId: 'u' })
    expect(await again.token()).toBe('access 1')
  })

  test('refreshes once, however many ask in however many tabs', async () => {
    const { clock, tab, calls, signIn } = start()
    const [first, second] = [tab(), tab()]
    await first.logIn(signIn)
    await clock.advance(lifeMs - 30_000)
    const given = await Promise.all([first.token(), first.token(), second.token(), second.token()])
    expect(given).toEqual(['access 2', 'access 2', 'access 2', 'access 2'])
    expect(calls.filter((call) => call.endsWith('/refresh'))).toHaveLength(1)
  })

  test('takes the token of another tab when the server refused its own', async () => {
    const { tab, calls, signIn } = start()
    const [first, second] = [tab(), tab()]
    await first.logIn(signIn)
    await Promise.all([first.token(), second.token()])
    expect(await first.token({ refresh: true })).toBe('access 2')
    expect(await second.token({ refresh: true })).toBe('access 2')
    expect(calls.filter((call) => call.endsWith('/refresh'))).toHaveLength(1)
  })

  test('signs out in every tab', async () => {
    const { tab, calls, signIn } = start()
    const [first, second] = [tab(), tab()]
    await first.logIn(signIn)
    expect(second.getSnapshot().status).toBe('signed-in')
    const seen: string[] = []
    second.subscribe(() => seen.push(second.getSnapshot().status))
    await first.logOut()
    expect(seen).toEqual(['signed-out'])
    expect(await second.token()).toBeNull()
    expect(calls.at(-1)).toBe('DELETE /v1/sessions/current')
  })

  test('stays signed in while the server cannot be reached, and rejects', async () => {
    const { clock, tab, signIn, cut, mend } = start()
    const session = tab()
    await session.logIn(signIn)
    await clock.advance(lifeMs)
    cut()
    await expect(session.token()).rejects.toMatchObject({ code: 'unavailable' })
    expect(session.getSnapshot().status).toBe('signed-in')
    mend()
    expect(await session.token()).toBe('access 2')
  })

  test('is over when its refresh token was revoked', async () => {
    const { clock, tab, signIn, items } = start()
    const session = tab()
    await session.logIn(signIn)
    await clock.advance(lifeMs)
    for (const [key, value] of items) items.set(key, value.replace('refresh 1', 'refresh 0'))
    const other = tab()
    expect(await session.token()).toBeNull()
    expect(session.getSnapshot()).toEqual({ status: 'signed-out', ended: 'session_ended' })
    expect(other.getSnapshot()).toEqual({ status: 'signed-out', ended: 'session_ended' })
    await session.logIn(signIn)
    await session.logOut()
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  test('that the server has ended is forgotten in every tab, without asking the server, and says so', async () => {
    const { tab, calls, signIn } = start()
    const [first, second] = [tab(), tab()]
    await first.logIn(signIn)
    const before = calls.length
    first.forget()
    expect([first, second].map((each) => each.getSnapshot())).toEqual([{ status: 'signed-out', ended: 'session_ended' }, { status: 'signed-out', ended: 'session_ended' }])
    expect(await second.token()).toBeNull()
    expect(calls).toHaveLength(before)
    await first.logIn(signIn)
    await first.logOut()
    first.forget()
    expect(first.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  test('signs out offline, too', async () => {
    const { tab, signIn, cut } = start()
    const session = tab()
    await session.logIn(signIn)
    cut()
    await session.logOut()
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })
})
