import { PalaverError } from '@palaver/protocol'

/** The error itself when it is ours; anything else is a fault of this package. */
export const asPalaverError = (cause: unknown, unableTo: string): PalaverError =>
  cause instanceof PalaverError ? cause : new PalaverError('internal', `unable to ${unableTo}; an unexpected failure`, { cause })
