/** The WebSocket subprotocol: its number changes only with a breaking change. */
export const subprotocol = 'palaver.v1'
/** The protocol version: `major.minor`. Within a major version a newer side understands an older one. */
export const protocolVersion = '1.0'
/** Path of the socket door. */
export const socketPath = '/v1/socket'
