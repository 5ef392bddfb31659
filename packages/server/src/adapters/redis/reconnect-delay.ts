/** Milliseconds before the given attempt to connect again: up to 2 s, with jitter, so that nodes do not come all at once. */
export const reconnectDelay = (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt, 6), 2000) * (0.5 + Math.random() / 2)
