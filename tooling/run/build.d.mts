/** Builds what `npm start` runs; returns the names of what was built. */
export function buildAll(): Promise<string[]>
