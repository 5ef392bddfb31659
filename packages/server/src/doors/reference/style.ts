/** The look of the reference: colours, spaces and type of the demo's tokens. */
export const referenceStyle = `
:root {
  color-scheme: light dark;
  --ground: light-dark(oklch(0.968 0.006 190), oklch(0.178 0.009 220));
  --surface: light-dark(oklch(1 0 0), oklch(0.212 0.01 220));
  --sunken: light-dark(oklch(0.957 0.006 200), oklch(0.255 0.011 220));
  --hover: light-dark(oklch(0.955 0.008 195), oklch(0.25 0.012 220));
  --chosen: light-dark(oklch(0.932 0.026 190), oklch(0.308 0.032 205));
  --line: light-dark(oklch(0.915 0.007 200), oklch(0.292 0.011 220));
  --text: light-dark(oklch(0.235 0.016 225), oklch(0.935 0.006 200));
  --quiet: light-dark(oklch(0.475 0.017 222), oklch(0.725 0.014 212));
  --accent: light-dark(oklch(0.505 0.092 190), oklch(0.775 0.108 186));
  --accent-strong: light-dark(oklch(0.44 0.084 190), oklch(0.835 0.1 186));
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', 'Noto Sans Mono', Menlo, Consolas, monospace;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 76px; }
body { margin: 0; background: var(--ground); color: var(--text); font: 400 0.9375rem / 1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif; }
a { color: var(--accent); text-underline-offset: 0.18em; }
a:hover { color: var(--accent-strong); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
code, pre { font-family: var(--mono); font-size: 0.8125rem; }
p { margin: 0 0 12px; }
.skip { position: absolute; left: 16px; top: -48px; padding: 8px 16px; background: var(--surface); z-index: 2; }
.skip:focus { top: 8px; }
header { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: 16px; height: 60px; padding: 0 24px; background: var(--surface); border-bottom: 1px solid var(--line); }
header h1 { margin: 0; font-size: 1.0625rem; font-weight: 650; }
header h1 span { color: var(--quiet); font-weight: 400; }
header p { margin: 0; padding: 2px 10px; border-radius: 999px; background: var(--chosen); font-size: 0.78125rem; white-space: nowrap; }
header nav { margin-left: auto; display: flex; gap: 16px; }
.columns { display: grid; grid-template-columns: 272px minmax(0, 1fr); max-width: 1320px; margin: 0 auto; }
.contents { position: sticky; top: 60px; height: calc(100vh - 60px); overflow-y: auto; padding: 20px 12px 48px 24px; }
.contents ul, .contents-narrow ul { list-style: none; margin: 0; padding: 0; }
.contents li li a, .contents-narrow li li a { display: block; padding: 3px 10px; border-radius: 8px; color: var(--text); font: 0.8125rem/1.5 var(--mono); text-decoration: none; overflow-wrap: anywhere; }
.contents li li a:hover { background: var(--hover); }
.chapter { display: block; padding: 14px 10px 4px; color: var(--quiet); font-size: 0.78125rem; font-weight: 650; text-decoration: none; }
.contents-narrow { display: none; margin-bottom: 24px; padding: 12px 16px; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
.contents-narrow summary { cursor: pointer; font-weight: 650; min-height: 24px; }
main { padding: 28px 32px 96px; min-width: 0; }
main:focus, article:focus, h2:focus { outline: none; }
article:focus { border-radius: 12px; }
article > :last-child { margin-bottom: 0; }
h2 { margin: 40px 0 4px; font-size: 1.375rem; font-weight: 650; letter-spacing: -0.01em; }
section:first-of-type h2 { margin-top: 0; }
.intro { max-width: 68ch; color: var(--quiet); margin-bottom: 16px; }
article { margin: 0 0 16px; padding: 20px 24px; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
article:target { border-color: var(--accent); box-shadow: inset 3px 0 0 var(--accent); }
h3 { margin: 0 0 6px; font-size: 1rem; font-weight: 650; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover { text-decoration: underline; }
h3 code { font-size: 1rem; overflow-wrap: anywhere; }
article > p { max-width: 72ch; }
.facts { display: flex; flex-wrap: wrap; gap: 6px 28px; margin: 0 0 16px; }
.facts div { display: flex; gap: 8px; min-width: 0; }
.facts dt, .quiet { color: var(--quiet); }
.facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.method { font: 650 0.75rem var(--mono); padding: 2px 7px; border-radius: 6px; background: var(--chosen); }
table { width: 100%; margin-bottom: 16px; border-collapse: collapse; table-layout: fixed; }
caption, .caption, figcaption { text-align: left; padding: 0 0 6px; margin: 0; color: var(--quiet); font-size: 0.78125rem; font-weight: 650; }
th, td { text-align: left; vertical-align: top; padding: 7px 12px 7px 0; border-top: 1px solid var(--line); font-weight: 400; overflow-wrap: anywhere; }
thead th { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; border: 0; padding: 0; }
.field { width: 36%; }
td p { margin: 2px 0 0; color: var(--quiet); }
th .quiet, td .quiet, td p { font-size: 0.78125rem; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; list-style: none; margin: 0 0 16px; padding: 0; }
.chips a { display: block; padding: 2px 9px; border-radius: 999px; background: var(--sunken); color: var(--text); text-decoration: none; }
.chips a:hover { background: var(--chosen); }
.examples { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 16px; }
figure { margin: 0; min-width: 0; }
pre { margin: 0; padding: 12px 14px; max-height: 360px; overflow: auto; background: var(--sunken); border-radius: 8px; line-height: 1.45; }
@media (max-width: 860px) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  .contents { display: none; }
  .contents-narrow { display: block; }
  main { padding: 20px 16px 64px; }
  header { padding: 0 16px; gap: 10px; }
  header h1 span { display: none; }
  article { padding: 16px; }
  .field { width: 48%; }
}
@media print { header, .contents, .contents-narrow, .skip { display: none; } .columns { display: block; } }
`
