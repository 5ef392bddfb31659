/**
 * May a page of this origin open a socket here? Same origin (scheme apart: a proxy may end TLS) or one of the allowed list, compared
 * whole. Without an `Origin` header it is no browser, so no cookie or page is in play. `null` (sandboxed pages, files) is refused.
 */
export const isOriginAllowed = (origin: string | undefined, host: string | undefined, allowed: readonly string[]): boolean => {
  if (origin === undefined) return true
  if (allowed.includes(origin)) return true
  const url = URL.parse(origin)
  if (!url || url.origin !== origin || (url.protocol !== 'http:' && url.protocol !== 'https:')) return false
  return host !== undefined && url.host === host.toLowerCase()
}
