import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor'
import { packageNames, root } from './packages.ts'

/** A page of `api/`: what an entry of a package promises, as text that shows in a diff. */
interface ApiReport {
  /** Name of the file in `api/`. */
  readonly file: string
  readonly text: string
}

const entriesOf = (name: string): readonly string[] => {
  const { publishConfig } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as { publishConfig: { exports: Record<string, string | { types: string }> } }
  return Object.values(publishConfig.exports).flatMap((target) => (typeof target === 'string' ? [] : [target.types]))
}

/** Declarations that only pass on those of another entry say all by themselves; API Extractor would repeat the other's report. */
const passesOn = /^(?:export [^;]*? from '\.\/[\w-]+\.js';\n)+$/

const quiet = { default: { logLevel: ExtractorLogLevel.None } }

const reportOf = (name: string, declarations: string, folder: string): ApiReport => {
  const projectFolder = join(root, 'packages', name)
  const entry = join(projectFolder, declarations)
  const suffix = declarations.replace(/^\.\/dist\/|\.d\.ts$/g, '')
  const file = suffix === 'index' ? `${name}.api.md` : `${name}-${suffix}.api.md`
  const written = readFileSync(entry, 'utf8')
  if (passesOn.test(written)) return { file, text: `## API Report File for "@palaver/${name}"\n\n\`\`\`ts\n${written.replaceAll('.js', '')}\`\`\`\n` }
  const compilerOptions = { target: 'ES2024', lib: ['ES2024', 'DOM', 'DOM.Iterable'], module: 'ESNext', moduleResolution: 'bundler', strict: true, skipLibCheck: true, types: [], jsx: 'react-jsx' }
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder,
      mainEntryPointFilePath: entry,
      compiler: { overrideTsconfig: { compilerOptions, files: [entry] } },
      apiReport: { enabled: true, reportFileName: file, reportFolder: folder, reportTempFolder: folder },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: { compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } }, extractorMessageReporting: quiet, tsdocMessageReporting: quiet },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, 'package.json'),
  })
  const faults: string[] = []
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      message.handled = true
      if (message.logLevel === ExtractorLogLevel.Error) faults.push(message.text)
    },
  })
  if (!succeeded) throw new Error(`unable to report on ${name}; ${faults.join('; ') || 'its declarations cannot be read'}`)
  return { file, text: readFileSync(join(folder, file), 'utf8') }
}

/** The reports of all packages, from the declarations that the last build made. */
export const apiReports = (): readonly ApiReport[] => {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-api-'))
  try {
    return packageNames.flatMap((name) => entriesOf(name).map((declarations) => reportOf(name, declarations, folder)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
