// A process that takes the lock of a folder, says so, and keeps it until it is ended.
import { DataFolderInUseError, lockDataFolder } from '../../src/adapters/pglite/folder-lock.ts'

try {
  await lockDataFolder(process.argv[2] ?? '')
  process.stdout.write('held\n')
  setInterval(() => {}, 60_000)
} catch (error) {
  if (!(error instanceof DataFolderInUseError)) throw error
  process.stdout.write(`refused: ${error.message}\n`)
}
