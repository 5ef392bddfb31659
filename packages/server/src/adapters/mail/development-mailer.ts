import type { Log } from '../../platform/log.ts'
import type { Mailer } from '../../platform/mailer.ts'

/** Mail for development: printed where whoever started the server sees it, and sent nowhere. */
export function createDevelopmentMailer(log: Log, print: (line: string) => void = console.log): Mailer {
  return {
    send: async (mail) => {
      log.info({ to: mail.to, subject: mail.subject }, 'mail for development, see the console')
      print(`\n  Mail to ${mail.to}: ${mail.subject}\n  ${mail.text.replaceAll('\n', '\n  ')}\n`)
    },
  }
}
