import { addressBlock } from '../../platform/address-block.ts'

/** Counts the sockets of each address that have not been authenticated yet, so that none fills the server with nobody's sockets. */
export class WaitingRoom {
  readonly #most: number
  readonly #waiting = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  hasRoom(address: string): boolean {
    return (this.#waiting.get(addressBlock(address)) ?? 0) < this.#most
  }

  /** Counts one more; the answer lets it go, once however often it is called. */
  enter(address: string): () => void {
    const block = addressBlock(address)
    this.#waiting.set(block, (this.#waiting.get(block) ?? 0) + 1)
    let inside = true
    return () => {
      if (!inside) return
      inside = false
      const left = (this.#waiting.get(block) ?? 1) - 1
      if (left === 0) this.#waiting.delete(block)
      else this.#waiting.set(block, left)
    }
  }
}
