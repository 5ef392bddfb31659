/** The WebSocket subprotocol: its number changes only with a breaking change. */
export const subprotocol = 'palaver.v1'
/** The protocol version: `major.minor`. Within a major version a newer side understands an older one. */
export const protocolVersion = '1.0'
/**
 * Whether a side of this version understands one that calls itself `version` (`protocol` of `hello`): the major number is the same. What
 * one of another minor does not know, it ignores or answers with `unknown_command`. The number stands here again, since every client loads this; a test holds it to {@link protocolVersion}.
 */
export const speaks = (version: string): boolean => /^1\.\d+$/.test(version)
/** Path of the socket door. */
export const socketPath = '/v1/socket'
