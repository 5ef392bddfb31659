/** Every role. */
export const nodeRoles = ['all', 'gateway', 'worker'] as const

/** What a node does: `gateway` has the doors, `worker` has jobs, timers, schedules and the relay; `all` is both. */
export type NodeRole = (typeof nodeRoles)[number]

/** What is wrong with a role; undefined when it fits the rest. */
export function roleFault({ role, databaseUrl, redisUrl }: { readonly role: NodeRole; readonly databaseUrl?: string; readonly redisUrl?: string }): string | undefined {
  if (role === 'all' || (databaseUrl !== undefined && redisUrl !== undefined)) return undefined
  return databaseUrl === undefined
    ? `PALAVER_ROLE=${role} needs DATABASE_URL and REDIS_URL: the embedded database belongs to one process, which does everything`
    : `PALAVER_ROLE=${role} needs REDIS_URL: without it nodes do not hear each other`
}
