import { PalaverError } from '@palaver/protocol'

/** The refusal for whoever has proved to be somebody who is suspended. `what` is what they cannot do. */
export const suspended = (what: string): PalaverError => new PalaverError('account_suspended', `unable to ${what}; the account is suspended`)
