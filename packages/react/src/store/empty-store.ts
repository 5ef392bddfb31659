import type { Store } from '@palaver/client'

const nothing = () => {}

/** Stands where a hook is called for nobody; never changes. */
export const emptyStore: Store<undefined> = { subscribe: () => nothing, getSnapshot: () => undefined }
