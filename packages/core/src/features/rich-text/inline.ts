import { addressLength, isSafeAddress, targetAt } from './addresses.ts'
import { InlineFrames } from './inline-frames.ts'
import type { RichInline } from './tree.ts'

const special = /\\[\n!-/:-@[-`{-~]|`+|\*+|_+|~+|\[|\]|\n|(?<![\p{L}\p{N}])(?:https?:\/\/|mailto:)[^\s\\<>"`[\]]+/giu
const word = /[\p{L}\p{N}]/u
const blank = /^\s?$/u

/** Reads the marks in a text; every `\n` is a break. */
export const readInline = (text: string): readonly RichInline[] => (/[\\`*_~[\n]|:\/\/|mailto:/i.test(text) ? new InlineReader(text).read() : [{ kind: 'text', text }])

class InlineReader {
  readonly #text: string
  readonly #frames = new InlineFrames()
  /** Where the last run of so many backticks begins: without another look ahead it is known whether code ends. */
  readonly #lastTicks = new Map<number, number>()

  constructor(text: string) {
    this.#text = text
    for (const { 0: run, index } of text.matchAll(/`+/g)) this.#lastTicks.set(run.length, index)
  }

  read(): readonly RichInline[] {
    const pattern = new RegExp(special)
    let end = 0
    for (let match = pattern.exec(this.#text); match; match = pattern.exec(this.#text)) {
      this.#frames.text(this.#text.slice(end, match.index))
      end = match.index + this.#take(match[0], match.index)
      pattern.lastIndex = end
    }
    this.#frames.text(this.#text.slice(end))
    return this.#frames.end()
  }

  /** Takes what was found, and says how long it was. */
  #take(found: string, at: number): number {
    switch (found.charAt(0)) {
      case '\n':
        this.#frames.add({ kind: 'break' })
        return 1
      case '\\':
        if (found === '\\\n') this.#frames.add({ kind: 'break' })
        else this.#frames.text(found.charAt(1))
        return 2
      case '`':
        return this.#code(found, at)
      case '[':
        this.#frames.open('[')
        return 1
      case ']':
        return this.#linkEnd(at)
      case '*':
      case '_':
      case '~':
        this.#marks(found, at)
        return found.length
      default:
        return this.#address(found)
    }
  }

  #code(ticks: string, at: number): number {
    const from = at + ticks.length
    if ((this.#lastTicks.get(ticks.length) ?? 0) <= at) {
      this.#frames.text(ticks)
      return ticks.length
    }
    const runs = /`+/g
    runs.lastIndex = from
    let run = runs.exec(this.#text)
    while (run && run[0].length !== ticks.length) run = runs.exec(this.#text)
    const end = run?.index ?? this.#text.length
    const code = this.#text.slice(from, end)
    // A blank at each end makes room for a backtick.
    this.#frames.add({ kind: 'code', text: /^ .*[^ ].* $/s.test(code) ? code.slice(1, -1) : code })
    return end + ticks.length - at
  }

  #linkEnd(at: number): number {
    const target = this.#text.charAt(at + 1) === '(' && this.#frames.isOpen('[') ? targetAt(this.#text, at + 2) : undefined
    if (!target) {
      this.#frames.giveUp('[')
      this.#frames.text(']')
      return 1
    }
    this.#frames.closeLink(target.address, this.#text.slice(at, target.end))
    return target.end - at
  }

  #address(found: string): number {
    const address = found.slice(0, addressLength(found))
    if (isSafeAddress(address)) this.#frames.add({ kind: 'link', href: address, children: [{ kind: 'text', text: address }] })
    else this.#frames.text(address)
    return address.length
  }

  #marks(run: string, at: number): void {
    const mark = run.charAt(0)
    const before = this.#text.charAt(at - 1)
    const after = this.#text.charAt(at + run.length)
    const inWord = mark === '_' || (run === '*' && /\d/.test(before) && /\d/.test(after))
    const opens = !blank.test(after) && !(inWord && word.test(before))
    const closes = !blank.test(before) && !(inWord && word.test(after))
    let left = run.length > 3 || (mark === '~' && run.length !== 2) ? 0 : run.length
    if (left === 0) return this.#frames.text(run)
    while (closes && left > 0) {
      const same = mark.repeat(left)
      const open = this.#frames.isOpen(same) ? same : this.#frames.innermost([mark, mark.repeat(2)].filter(({ length }) => length <= left))
      if (open === undefined) break
      this.#frames.close(open as '*')
      left -= open.length
    }
    if (left === 0) return
    if (!opens) return this.#frames.text(mark.repeat(left))
    if (left > 1) this.#frames.open(mark.repeat(2))
    if (left !== 2) this.#frames.open(mark)
  }
}
