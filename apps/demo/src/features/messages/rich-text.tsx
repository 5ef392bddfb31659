import { RichText, type RichTextRenderers } from '@palaver/react'
import { TextWithMentions } from '../mentions/mention-names.tsx'

const picture = /^(?:\p{Extended_Pictographic}|\p{Emoji_Component}|\s)+$/u
const fewPictures = 3
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** True for one to three emoji and nothing else: they are shown large. */
export const isPictures = (text: string): boolean =>
  text.length <= 60 &&
  picture.test(text) &&
  /\p{Extended_Pictographic}/u.test(text) &&
  [...graphemes.segment(text.replaceAll(/\s/g, ''))].length <= fewPictures

const renderers: Partial<RichTextRenderers> = {
  text: ({ text }) => <TextWithMentions text={text} />,
  codeBlock: ({ text, language }) => (
    <span className="code-block">
      {language !== undefined && <span className="code-language quiet">{language}</span>}
      <pre className="scroll" tabIndex={-1} dir="ltr"><code>{text}</code></pre>
    </span>
  ),
}

/** Text as somebody wrote it, with its marks. Only http, https and mail addresses become links. */
export const MessageText = ({ text }: { readonly text: string }) => (
  <div className="msg-text" dir="auto">
    <RichText text={text} renderers={renderers} />
  </div>
)
