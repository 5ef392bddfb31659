import { access, constants, readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(3, '0')
const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The data folder: there, writable, closed to others. */
export async function checkDataFolder({ dataDir }: Config): Promise<Finding> {
  const about = 'data folder'
  const folder = resolve(dataDir)
  try {
    const found = await stat(folder)
    if (!found.isDirectory()) return fail(about, `${folder} is not a folder; set PALAVER_DATA_DIR to one`)
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    if ((found.mode & 0o077) !== 0) return warn(about, `${folder} is open to other users (mode ${octal(found.mode)}); run chmod 700 on it`)
    return ok(about, `${folder}, yours alone`)
  } catch (error) {
    if (!isMissing(error)) return fail(about, `${folder} cannot be used; ${reasonOf(error)}`)
  }
  return access(dirname(folder), constants.W_OK).then(
    () => ok(about, `${folder} is not there yet; the first start makes it`),
    () => fail(about, `${folder} is not there and cannot be made; let this user write to ${dirname(folder)}, or set PALAVER_DATA_DIR`),
  )
}

/** The secret of the embedded database, of tokens and codes: there, whole, read by its owner only. */
export async function checkSecret({ dataDir, secret }: Config): Promise<Finding> {
  const about = 'secret'
  if (secret) return ok(about, 'from PALAVER_SECRET')
  const file = resolve(join(dataDir, 'secrets', 'server'))
  try {
    const { mode } = await stat(file)
    if ((mode & 0o077) !== 0) return fail(about, `${file} may be read by others (mode ${octal(mode)}); run chmod 600 on it`)
    if (Buffer.from((await readFile(file, 'utf8')).trim(), 'base64url').length < 32) return fail(about, `${file} is damaged; restore it, or remove it and all sign-ins end`)
  } catch (error) {
    return isMissing(error) ? ok(about, `${file} is not there yet; the first start makes it`) : fail(about, `${file} cannot be read; ${reasonOf(error)}`)
  }
  return ok(about, `${file}, read by its owner only`)
}
