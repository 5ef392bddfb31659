import type { CloseCode } from '@palaver/protocol'

/** Where a socket's life stands. */
export type State = 'awaiting' | 'authenticating' | 'authed' | 'resuming' | 'live' | 'closed'

/** What happens to a socket: a client's frame by its name, or something that the server noticed. */
export type Happening =
  | 'auth' | 'resume' | 'follow' | 'unfollow' | 'cmd' | 'pong' | 'malformed'
  | 'accepted' | 'refused' | 'resumed' | 'failed' | 'deadline' | 'silent' | 'expired' | 'suspended' | 'flooded' | 'gone'

/** What the session does then, in order. */
export type Effect =
  | { readonly do: 'authenticate' | 'reauthenticate' | 'greet' | 'hold' | 'resume' | 'follow' | 'unfollow' | 'run' | 'refuse' | 'answered' | 'announceLive' }
  | { readonly do: 'close'; readonly code: CloseCode }
  | { readonly do: 'leave' }

/** A step: the next state and the effects of going there. */
export interface Step {
  readonly next: State
  readonly effects: readonly Effect[]
}

type Row = Readonly<Record<Happening, Step>>

const stay = (next: State, ...effects: Effect[]): Step => ({ next, effects })
const close = (code: CloseCode): Step => ({ next: 'closed', effects: [{ do: 'close', code }, { do: 'leave' }] })
const gone: Step = { next: 'closed', effects: [{ do: 'leave' }] }

/** What ends a socket whatever its state. */
const endings = {
  malformed: close(4400),
  refused: close(4401),
  failed: close(4500),
  deadline: close(4408),
  silent: close(4408),
  expired: close(4401),
  suspended: close(4423),
  flooded: close(4429),
  gone,
} as const

const authed = (state: 'authed' | 'resuming' | 'live'): Row => ({
  ...endings,
  auth: stay(state, { do: 'reauthenticate' }),
  resume: stay('resuming', { do: 'resume' }),
  follow: stay(state, { do: 'follow' }),
  unfollow: stay(state, { do: 'unfollow' }),
  cmd: stay(state, { do: 'run' }),
  pong: stay(state, { do: 'answered' }),
  accepted: stay(state, { do: 'greet' }),
  resumed: state === 'resuming' ? stay('live', { do: 'announceLive' }) : stay(state),
  // The deadline of authentication was met.
  deadline: stay(state),
})

const ignored = Object.fromEntries(
  (['auth', 'resume', 'follow', 'unfollow', 'cmd', 'pong', 'accepted', 'resumed', ...Object.keys(endings)] as Happening[]).map((happening) => [
    happening,
    stay('closed'),
  ]),
) as Record<Happening, Step>

/** The whole life of a socket: state × happening -> next state and effects. Pure; the session only runs the effects. */
export const table: Readonly<Record<State, Row>> = {
  awaiting: {
    ...endings,
    auth: stay('authenticating', { do: 'authenticate' }),
    resume: close(4401),
    follow: close(4401),
    unfollow: close(4401),
    cmd: stay('awaiting', { do: 'refuse' }),
    pong: stay('awaiting'),
    accepted: stay('awaiting'),
    resumed: stay('awaiting'),
  },
  // A client may send on without waiting for `authed`; what comes is held until the token has been judged.
  authenticating: {
    ...endings,
    auth: close(4400),
    resume: stay('authenticating', { do: 'hold' }),
    follow: stay('authenticating', { do: 'hold' }),
    unfollow: stay('authenticating', { do: 'hold' }),
    cmd: stay('authenticating', { do: 'hold' }),
    pong: stay('authenticating'),
    accepted: stay('authed', { do: 'greet' }),
    resumed: stay('authenticating'),
  },
  authed: authed('authed'),
  resuming: authed('resuming'),
  live: authed('live'),
  closed: ignored,
}
