/** The order decides: most browsers also carry the names of those that they want to be taken for. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?(?:iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

const longest = 512

const findIn = (table: typeof browsers, text: string): string | undefined => table.find(([pattern]) => pattern.test(text))?.[1]

/**
 * What to call a device that did not say its name, by the `User-Agent` of its sign-in: "Firefox on Windows", or the first product for what is
 * no browser. Only names of the tables and plain words come out, no versions. Undefined when the header says nothing.
 */
export function nameDevice(userAgent: string | undefined): string | undefined {
  const text = userAgent?.slice(0, longest) ?? ''
  const browser = findIn(browsers, text)
  const system = findIn(systems, text)
  if (browser && system) return `${browser} on ${system}`
  return browser ?? system ?? /^[A-Za-z][A-Za-z0-9._-]{0,39}(?=\/|$)/.exec(text)?.[0]
}
