import { type Config, ConfigError } from '../config.ts'
import { type CliCall, type CliCommand, dataDirOption } from './command.ts'
import { checkDatabase } from './doctor/check-database.ts'
import { checkDataFolder, checkSecret } from './doctor/check-files.ts'
import { checkRedis } from './doctor/check-redis.ts'
import { fail, type Finding, ok } from './doctor/finding.ts'

export const doctorCommand: CliCommand = {
  name: 'doctor',
  summary: 'check configuration, data folder, secret, database, migrations, Redis and clocks',
  details: 'Changes nothing. Exits with 1 when a check fails; warnings do not count.',
  options: { ...dataDirOption },
  run: async (call) => {
    const findings = await examine(call)
    for (const { state, about, text } of findings) call.print(`${state.padEnd(4)}  ${about.padEnd(13)}  ${text}`)
    return findings.some(({ state }) => state === 'fail') ? 1 : 0
  },
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

async function examine(call: CliCall): Promise<readonly Finding[]> {
  const node = major > 22 || (major === 22 && minor >= 19) ? ok('node', process.versions.node) : fail('node', `${process.versions.node} is too old; 22.19 or newer is needed`)
  try {
    const config = call.config()
    return [node, ok('configuration', 'every variable is valid'), ...(await examineParts(config))]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return [node, ...error.faults.map((fault) => fail('configuration', fault))]
  }
}

async function examineParts(config: Config): Promise<readonly Finding[]> {
  if (config.databaseUrl !== undefined) {
    const [database, redis] = await Promise.all([checkDatabase(config), config.redisUrl === undefined ? [] : checkRedis(config.redisUrl)])
    return [...database, ...redis]
  }
  const files = config.dataDir.startsWith('memory://') ? [] : [await checkDataFolder(config), await checkSecret(config)]
  return [...files, ...(files.some(({ state }) => state === 'fail') ? [] : await checkDatabase(config))]
}
