import type { Platform, WebSocketLike } from '@palaver/client'

/** A platform whose sockets are counted and never open. */
export const createIdlePlatform = () => {
  const opened: WebSocketLike[] = []
  const platform: Partial<Platform> = {
    openSocket: () => {
      const socket: WebSocketLike = { onmessage: null, onclose: null, send: () => {}, close: () => {} }
      opened.push(socket)
      return socket
    },
    fetch: () => new Promise(() => {}),
    isOnline: () => true,
    onNetwork: () => () => {},
  }
  return { platform, sockets: () => opened.length }
}
