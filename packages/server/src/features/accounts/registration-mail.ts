import type { Mail } from '../../platform/mailer.ts'

/** The code for somebody new. */
export const codeMail = (to: string, code: string): Mail => ({
  to,
  subject: 'Your code',
  text: `Your code is ${code}\nIt is good for 15 minutes. If you did not ask for an account, ignore this mail.`,
})

/** The same request for an address that has an account: only its owner learns that. */
export const alreadyRegisteredMail = (to: string): Mail => ({
  to,
  subject: 'You have an account already',
  text: 'Somebody asked for an account with your address. You have one: log in with it. If it was not you, ignore this mail.',
})
