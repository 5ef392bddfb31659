import type { Runtime } from '../../platform/runtime.ts'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** A handle that nobody chose: what of the name fits, and six random characters. */
export function generateHandle(name: string | undefined, runtime: Pick<Runtime, 'randomBytes'>): string {
  const plain = (name ?? '').normalize('NFKD').toLowerCase()
  const stem = plain.replaceAll(/[^a-z0-9]+/g, '.').replaceAll(/^\.+|\.+$/g, '').slice(0, 20)
  const suffix = Array.from(runtime.randomBytes(6), (byte) => alphabet[byte % 32]).join('')
  return `${stem === '' ? 'user' : stem}.${suffix}`
}
