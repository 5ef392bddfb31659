import { chmod, link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Runtime } from '../../platform/runtime.ts'

const size = 32

/**
 * The secret of this deployment: generated once into `<dataDir>/secrets/server`, readable by its owner only.
 * Every node must have the same, so several nodes get theirs from the configuration. A database in memory has a secret in memory.
 */
export async function loadServerSecret(dataDir: string, runtime: Pick<Runtime, 'randomBytes'>): Promise<Buffer> {
  if (dataDir.startsWith('memory://')) return Buffer.from(runtime.randomBytes(size))
  const folder = join(dataDir, 'secrets')
  const file = join(folder, 'server')
  const existing = await readSecret(file)
  if (existing) return existing
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Written aside and linked, so that nobody ever reads half a secret and the first of two starts wins.
  const aside = `${file}.${process.pid}.${Buffer.from(runtime.randomBytes(4)).toString('hex')}`
  await writeFile(aside, Buffer.from(runtime.randomBytes(size)).toString('base64url'), { mode: 0o600, flag: 'wx' })
  await link(aside, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await unlink(aside)
  const secret = await readSecret(file)
  if (!secret) throw new Error(`unable to make the server's secret; ${file} is not there`)
  return secret
}

async function readSecret(file: string): Promise<Buffer | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const secret = Buffer.from(text.trim(), 'base64url')
  if (secret.length < size) throw new Error(`unable to read the server's secret; ${file} is damaged`)
  await chmod(file, 0o600)
  return secret
}
