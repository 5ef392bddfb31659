const web = /^https?:\/\/(?=[^/?#]*[\p{L}\p{N}])[\p{L}\p{N}\-._~:]+(?:[/?#][^\s\\<>"\p{Cc}\p{Cf}]*)?$/iu
const mail = /^mailto:[^\s\\<>"@?#\p{Cc}\p{Cf}]+@[\p{L}\p{N}.-]+$/iu
const longest = 2048
const trailing = new Set('.,;:!?)}\'*_~|')

/**
 * May the address stand behind a link? Only http, https and mailto, written plainly: no user name (`https://bank.example@evil.example`), no
 * backslash, quote, white space, control or invisible character.
 */
export const isSafeAddress = (address: string): boolean => address.length <= longest && (web.test(address) || mail.test(address))

const hostOf = (text: string): string => /^[\s\p{Cf}]*(?:https?:\/\/)?([^\s/?#:]*)/iu.exec(text)?.[1]?.toLowerCase() ?? ''

/** Does a link show the address of another place than it leads to? */
export const misleads = (shown: string, address: string): boolean =>
  /^[\s\p{Cf}]*(?:https?:\/\/|www\.)/iu.test(shown) && hostOf(shown).replace(/^www\./, '') !== hostOf(address).replace(/^www\./, '')

/** How much of what looks like an address belongs to it: not the punctuation and the marks after it, nor a bracket that it did not open. */
export const addressLength = (text: string): number => {
  let open = 0
  for (const character of text) open += character === '(' ? 1 : character === ')' ? -1 : 0
  let end = text.length
  for (; end > 0 && trailing.has(text.charAt(end - 1)); end--) {
    if (text.charAt(end - 1) !== ')') continue
    if (open >= 0) break
    open++
  }
  return end
}

/** The address of `[text](address)` that begins at `from`, behind the bracket; it may hold one level of brackets. */
export const targetAt = (text: string, from: number): { readonly address: string; readonly end: number } | undefined => {
  let open = 0
  for (let at = from; at < text.length && at - from <= longest; at++) {
    const character = text.charAt(at)
    if (character === ')' && open === 0) {
      const address = text.slice(from, at)
      return isSafeAddress(address) ? { address, end: at + 1 } : undefined
    }
    if (character === ')') open--
    // A second one ends the look-ahead, so that no text is looked through again and again.
    else if (character === '(' && ++open > 1) return undefined
    else if (/\s/.test(character)) return undefined
  }
  return undefined
}
