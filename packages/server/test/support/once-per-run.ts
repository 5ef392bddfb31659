import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Makes something once for all the processes of a run: who makes the folder makes it, the others wait for the result.
 * @throws {Error} in every process when the making failed.
 */
export async function oncePerRun(folder: string, name: string, make: () => Promise<string>): Promise<string> {
  const result = join(folder, `${name}.json`)
  if (await isFirst(join(folder, name))) {
    const outcome = await make().then((value) => ({ value }), (error: unknown) => ({ error: String(error) }))
    await writeFile(`${result}.new`, JSON.stringify(outcome))
    await rename(`${result}.new`, result)
  }
  for (let tries = 0; tries < 2400; tries++) {
    const text = await readFile(result, 'utf8').catch(() => undefined)
    if (text !== undefined) {
      const outcome: { value?: string; error?: string } = JSON.parse(text)
      if (outcome.value === undefined) throw new Error(outcome.error)
      return outcome.value
    }
    await sleep(50)
  }
  throw new Error(`unable to prepare ${name}; the process that began it did not finish within 2 minutes`)
}

async function isFirst(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
