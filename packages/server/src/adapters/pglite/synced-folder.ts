import fs from 'node:fs'
import { join } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/**
 * PGlite starts PostgreSQL with fsync off, and its file system has no fsync: a commit is then in the kernel, safe from a crash of the
 * process and lost with the power. This gives it both, so that a commit is on the disk before it is acknowledged.
 */
export function syncedFolder(dataDir: string): PGliteOptions {
  return {
    fs: new SyncedFolder(dataDir),
    // Of the methods, only this one reaches the file system's fsync: fdatasync is an empty function in this build.
    startParams: [...PGlite.defaultStartParams.filter((param) => param !== '-F'), '-c', 'fsync=on', '-c', 'wal_sync_method=fsync'],
  }
}

/** Writes a folder with all that is in it to the disk: what initdb made, which PGlite runs without fsync. */
export function syncTree(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) syncTree(path)
    else if (entry.isFile()) sync(path)
  }
  sync(folder)
}

type Start = Parameters<NodeFS['init']>

/** What of Emscripten's node file system is needed here; its types know neither. */
interface NodeFiles {
  realPath(node: object): string
  stream_ops: { fsync?: (stream: { nfd?: number; node: object }) => number }
}

class SyncedFolder extends NodeFS {
  override async init(...[pglite, options]: Start): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pglite, options)
    const preRun = emscriptenOpts.preRun ?? []
    return {
      emscriptenOpts: {
        ...emscriptenOpts,
        preRun: [...preRun, (module) => {
          const files = module.FS.filesystems.NODEFS as unknown as NodeFiles
          files.stream_ops.fsync = (stream) => {
            sync(stream.nfd ?? files.realPath(stream.node))
            return 0
          }
        }],
      },
    }
  }
}

/** Folders have no descriptor of their own there; their entries of new files must be written too. */
function sync(file: number | string): void {
  if (typeof file === 'number') return fs.fsyncSync(file)
  const descriptor = fs.openSync(file, 'r')
  try {
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}
