import { plural } from './plural.ts'

/** Why something did not work, by the code of the refusal. */
export const errors = {
  invalid_credentials: 'That email and password do not belong together.',
  code_invalid: 'That code is wrong or has run out.',
  handle_taken: 'Somebody else has that handle.',
  forbidden: 'You may not do that here.',
  account_suspended: 'This account is suspended.',
  not_found: 'It is not there any more.',
  rate_limited: (seconds: number) => `That was too often. Try again in ${seconds} ${plural(seconds, 'second', 'seconds')}.`,
  unavailable: 'The server cannot be reached.',
  limit_reached: 'That is as much as is allowed for now.',
  overloaded: 'The server has too much to do. Try again in a moment.',
  invalid_input: 'That is not valid.',
  too_large: 'That is too long.',
  unknown: 'That did not work. Try again.',
  field: {
    email: 'That does not look like an email address.',
    password: 'Use at least 10 characters.',
    current: 'That is not your current password.',
    next: 'Use at least 10 characters.',
    name: 'Write a name of 1 to 80 characters.',
    handle: 'Use 3 to 30 of a–z, 0–9, _ and ., beginning with a letter or digit.',
    code: 'The code has six digits.',
  },
}
