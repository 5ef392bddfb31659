import type { ClientFrames, ServerFrames } from '../frames.ts'

/** What each frame is for, in one sentence; PROTOCOL.md says the rest. */
export const frameSummaries = {
  auth: 'Shows or renews the access token.',
  resume: 'Says where the client stands, to be told what it lacks.',
  follow: 'Follows conversations live.',
  unfollow: 'Follows conversations passively.',
  cmd: 'Runs a command.',
  pong: 'Answers a ping.',
  hello: 'The first frame: who the server is and what a connection must keep to.',
  authed: 'The token was taken.',
  sync: 'What the client lacks, as far as it fits.',
  live: 'Everything that the resume asked for has been sent; from here on events flow.',
  ok: 'A command was done.',
  err: 'A command or frame was refused.',
  evt: 'A durable event: rows as they stand after it.',
  eph: 'An ephemeral event: may be dropped, has no number.',
  head: 'Where passively followed conversations stand.',
  ping: 'Asks whether the client is there; carries where its live conversations stand when that changed.',
  goaway: 'Asks the client to connect again after a while: the server will stop.',
} as const satisfies Record<keyof ClientFrames | keyof ServerFrames, string>
