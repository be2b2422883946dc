import { code, commit, runTests, think, write } from './lib/agent.mjs'

await think('A page has a title, a body and no script. All text from outside is escaped.')
await write(
  'src/page.js',
  code`
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character])
}

/** Returns a page of the docs site. The body is HTML, and the title is text. */
export function page({ title, body }) {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<title>' + escapeHtml(title) + ' · textkit</title>',
    '<h1>' + escapeHtml(title) + '</h1>',
    body,
    '</html>',
    '',
  ].join('\n')
}

/** Converts Markdown to HTML. It supports only what the docs use: headings, paragraphs and code blocks. */
export function markdown(text) {
  return text
    .split(/\n{2,}/)
    .map((block) => block.replace(/^\n+|\n+$/g, ''))
    .filter(Boolean)
    .map(htmlOf)
    .join('\n')
}

function htmlOf(block) {
  const heading = /^(#{1,6}) (.*)$/.exec(block)
  if (heading) return '<h' + heading[1].length + '>' + escapeHtml(heading[2]) + '</h' + heading[1].length + '>'
  if (/^ {4}/m.test(block)) return '<pre>' + escapeHtml(block.replace(/^ {4}/gm, '')) + '</pre>'
  return '<p>' + escapeHtml(block) + '</p>'
}
`,
)
await write(
  'test/page.test.js',
  code`
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { markdown, page } from '../src/page.js'

test('a title is text, not HTML', () => {
  assert.match(page({ title: '<b> & co', body: '' }), /<title>&lt;b&gt; &amp; co · textkit<\/title>/)
})

test('headings, paragraphs and code are converted', () => {
  assert.equal(markdown('# One\n\ntwo\n\n    three < 4\n'), '<h1>One</h1>\n<p>two</p>\n<pre>three &lt; 4</pre>')
})

test('the first page renders', () => {
  const text = readFileSync(new URL('../docs/index.md', import.meta.url), 'utf8')
  assert.match(page({ title: 'textkit', body: markdown(text) }), /<h1>textkit<\/h1>/)
})
`,
)
await write(
  'docs/index.md',
  code`
# textkit

Small functions for plain text, and a command for each.

    node bin/textkit.js count README.md
`,
)
await runTests('page')
await commit('Add the first page of a docs site', 'src/page.js', 'test/page.test.js', 'docs/index.md')
