import { describe, expect, test } from 'vitest'
import { type Effect, type Happening, type State, table } from '../../../src/doors/socket/states.ts'

const describeEffect = (effect: Effect): string => (effect.do === 'close' ? `close ${effect.code}` : effect.do)
const ends = (code: number): string => `closed: close ${code}, leave`

// Every edge, written out: the table must not change unseen.
const everywhere = { malformed: ends(4400), refused: ends(4401), failed: ends(4500), silent: ends(4408), expired: ends(4401), suspended: ends(4423), flooded: ends(4429), gone: 'closed: leave' }
const authed = (state: State) => ({
  ...everywhere,
  auth: `${state}: reauthenticate`, resume: 'resuming: resume', follow: `${state}: follow`, unfollow: `${state}: unfollow`, cmd: `${state}: run`,
  pong: `${state}: answered`, accepted: `${state}: greet`, deadline: `${state}: `, resumed: state === 'resuming' ? 'live: announceLive' : `${state}: `,
})
const expected: Record<State, Record<Happening, string>> = {
  awaiting: {
    ...everywhere,
    auth: 'authenticating: authenticate', resume: ends(4401), follow: ends(4401), unfollow: ends(4401), cmd: 'awaiting: refuse', pong: 'awaiting: ',
    accepted: 'awaiting: ', resumed: 'awaiting: ', deadline: ends(4408),
  },
  authenticating: {
    ...everywhere,
    auth: ends(4400), resume: 'authenticating: hold', follow: 'authenticating: hold', unfollow: 'authenticating: hold', cmd: 'authenticating: hold',
    pong: 'authenticating: ', accepted: 'authed: greet', resumed: 'authenticating: ', deadline: ends(4408),
  },
  authed: authed('authed'),
  resuming: authed('resuming'),
  live: authed('live'),
  closed: {
    auth: 'closed: ', resume: 'closed: ', follow: 'closed: ', unfollow: 'closed: ', cmd: 'closed: ', pong: 'closed: ', malformed: 'closed: ', accepted: 'closed: ',
    refused: 'closed: ', resumed: 'closed: ', failed: 'closed: ', deadline: 'closed: ', silent: 'closed: ', expired: 'closed: ', suspended: 'closed: ', flooded: 'closed: ', gone: 'closed: ',
  },
}

describe.each(Object.keys(expected) as State[])('in state %s', (state) => {
  test.each(Object.keys(expected[state]) as Happening[])('%s has its one step', (happening) => {
    const { next, effects } = table[state][happening]
    expect(`${next}: ${effects.map(describeEffect).join(', ')}`).toBe(expected[state][happening])
  })

  test('no other step exists', () => {
    expect(Object.keys(table[state]).sort()).toEqual(Object.keys(expected[state]).sort())
  })
})
