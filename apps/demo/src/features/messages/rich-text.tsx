import { memo } from 'react'

const address = /\bhttps?:\/\/[^\s<>"']+/gi
const closing = /[.,;:!?)\]}]+$/
const picture = /^(?:\p{Extended_Pictographic}|\p{Emoji_Component}|\s)+$/u
const fewPictures = 3
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

interface Part {
  readonly text: string
  readonly href?: string
}

const split = (text: string): readonly Part[] => {
  const parts: Part[] = []
  let end = 0
  for (const match of text.matchAll(address)) {
    const link = match[0].replace(closing, '')
    if (!URL.canParse(link)) continue
    parts.push({ text: text.slice(end, match.index) }, { text: link, href: link })
    end = match.index + link.length
  }
  return [...parts, { text: text.slice(end) }]
}

/** True for one to three emoji and nothing else: they are shown large. */
export const isPictures = (text: string): boolean =>
  text.length <= 60 &&
  picture.test(text) &&
  /\p{Extended_Pictographic}/u.test(text) &&
  [...graphemes.segment(text.replaceAll(/\s/g, ''))].length <= fewPictures

/** Text as somebody wrote it. Only http(s) addresses become links; everything else stays text. */
export const RichText = memo(({ text }: { readonly text: string }) =>
  split(text).map((part, index) =>
    part.href === undefined ? (
      part.text
    ) : (
      <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
        {part.text}
      </a>
    ),
  ),
)
