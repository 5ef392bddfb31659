import * as Type from 'typebox'

/** Longest piece of a streamed text, in code points. */
export const streamPieceMaxLength = 2000
/** Most streams that one person may have open. */
export const maxOpenStreams = 10

/** How far a streamed message is; only `open` may become another. `interrupted`: its author fell silent. */
export const StreamState = Type.Union([Type.Literal('open'), Type.Literal('finished'), Type.Literal('cancelled'), Type.Literal('interrupted')])
export type StreamState = Type.Static<typeof StreamState>

/** What streaming adds to a message, and what stays of it for ever: its text is not edited. */
export const streamPart = { stream: Type.Optional(Type.Object({ state: StreamState })) }
