import { protocolVersion, socketPath, subprotocol } from '@palaver/protocol'
import { type Html, html, prose } from './html.ts'
import { type Entry, type Section, sections } from './sections.ts'

const navigation = ({ anchor, title, entries }: Section): Html => html`<li><a class="chapter" href="#${anchor}">${title}</a>
  <ul>${entries.map((entry) => html`<li><a href="#${entry.anchor}">${entry.name}</a></li>`)}</ul></li>`

const article = ({ anchor, name, body }: Entry): Html => html`<article id="${anchor}" tabindex="-1" aria-labelledby="${anchor}-name">
  <h3 id="${anchor}-name"><a href="#${anchor}"><code>${name}</code></a></h3>${body}</article>`

const chapter = ({ anchor, title, intro, entries }: Section): Html => html`<section aria-labelledby="${anchor}">
  <h2 id="${anchor}" tabindex="-1">${title}</h2><p class="intro">${prose(intro)}</p>${entries.map(article)}</section>`

const contents = html`<ul>${sections.map(navigation)}</ul>`

/** The whole reference as one page without scripts: it works offline and under the strictest policy. */
export const referencePage = (): string => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Palaver API reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/reference.css">
</head>
<body>
<a class="skip" href="#main">Skip to the reference</a>
<header>
  <h1>Palaver <span>API reference</span></h1>
  <p>Protocol ${protocolVersion}</p>
  <nav aria-label="Documents"><a href="openapi.json">OpenAPI</a> <a href="asyncapi.json">AsyncAPI</a></nav>
</header>
<div class="columns">
<nav class="contents" aria-label="Contents">${contents}</nav>
<main id="main" tabindex="-1">
  <details class="contents-narrow"><summary>Contents</summary><nav aria-label="Contents">${contents}</nav></details>
  <section aria-labelledby="doors">
    <h2 id="doors">Two doors</h2>
    <p class="intro">Every command runs in one place, with the same input, output and errors at both doors. REST: send the token as
      <code>Authorization: Bearer …</code>. Socket: connect to <code>${socketPath}</code> with the subprotocol <code>${subprotocol}</code>,
      send <a href="#frame-auth"><code>auth</code></a>, then <a href="#frame-cmd"><code>cmd</code></a> frames. PROTOCOL.md, in the package
      <code>@palaver/protocol</code>, tells how the frames play together.</p>
  </section>
  ${sections.map(chapter)}
</main>
</div>
</body>
</html>`.markup
