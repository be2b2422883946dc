import { code, commit, read, runTests, think, write } from './lib/agent.mjs'

await read('src/lines.js')
await think(
  'The algorithm of Myers keeps the furthest path per diagonal, round by round. The way back is the shortest edit script.',
)
await write(
  'src/diff.js',
  code`
import { lines } from './lines.js'
import { pad, width } from './width.js'

/** Compares two texts by lines. Returns the shortest list of lines that stay, are removed and are added. */
export function diffLines(before, after) {
  return diff(lines(before), lines(after))
}

/** Compares two texts by words. Spaces count as words. */
export function diffWords(before, after) {
  return diff(words(before), words(after))
}

/** Formats a diff in two columns: before and after. */
export function sideBySide(changes, gap = '  |  ') {
  const left = Math.max(0, ...changes.filter(({ kind }) => kind !== 'added').map(({ text }) => width(text)))
  return changes
    .map(({ kind, text }) => pad(kind === 'added' ? '' : text, left) + gap + (kind === 'removed' ? '' : text))
    .join('\n')
}

const words = (text) => text.split(/(\s+)/).filter(Boolean)

/** The algorithm of E. Myers, "An O(ND) Difference Algorithm and Its Variations". */
function diff(a, b) {
  const rounds = []
  let reach = new Map([[1, 0]])
  for (let edits = 0; ; edits += 1) {
    rounds.push(reach)
    reach = new Map(reach)
    for (let k = -edits; k <= edits; k += 2) {
      let x = isDown(reach, k, edits) ? reach.get(k + 1) : reach.get(k - 1) + 1
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1
      reach.set(k, x)
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, rounds)
    }
  }
}

const isDown = (reach, k, edits) => k === -edits || (k !== edits && reach.get(k - 1) < reach.get(k + 1))

function walkBack(a, b, rounds) {
  const changes = []
  let x = a.length
  let y = b.length
  for (let edits = rounds.length - 1; edits >= 0; edits -= 1) {
    const k = x - y
    const from = isDown(rounds[edits], k, edits) ? k + 1 : k - 1
    const startX = edits === 0 ? 0 : rounds[edits].get(from)
    const startY = edits === 0 ? 0 : startX - from
    while (x > startX && y > startY) {
      x -= 1
      y -= 1
      changes.push({ kind: 'same', text: a[x] })
    }
    if (edits > 0) changes.push(x === startX ? { kind: 'added', text: b[startY] } : { kind: 'removed', text: a[startX] })
    x = startX
    y = startY
  }
  return changes.reverse()
}
`,
)
await write(
  'test/diff.test.js',
  code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diffLines, diffWords, sideBySide } from '../src/diff.js'

const short = (changes) => changes.map(({ kind, text }) => ({ same: ' ', added: '+', removed: '-' })[kind] + text)

test('finds the changed lines', () => {
  assert.deepEqual(short(diffLines('a\nb\nc\n', 'a\nx\nc\nd\n')), [' a', '-b', '+x', ' c', '+d'])
})

test('equal texts have no changes', () => {
  assert.deepEqual(short(diffLines('a\nb', 'a\nb')), [' a', ' b'])
  assert.deepEqual(diffLines('', ''), [])
})

test('finds the shortest edit script', () => {
  const changed = diffLines('a\nb\nc\na\nb\nb\na', 'c\nb\na\nb\na\nc').filter(({ kind }) => kind !== 'same')
  assert.equal(changed.length, 5)
})

test('finds the changed words of a line', () => {
  assert.deepEqual(short(diffWords('the red fox', 'the fox')), [' the', '-red', '- ', ' fox'].toSpliced(1, 0, ' ' + ' '))
})

test('the diff contains both texts', () => {
  const before = 'to cut\na tree\nso that\nstems grow'
  const after = 'to fell\na tree\nso that\nmany\nstems grow'
  const side = (not) => diffLines(before, after).filter(({ kind }) => kind !== not)
  assert.equal(side('added').map(({ text }) => text).join('\n'), before)
  assert.equal(side('removed').map(({ text }) => text).join('\n'), after)
})

test('side by side is aligned in columns', () => {
  assert.equal(sideBySide(diffLines('日本\na', 'a\nb')), '日本  |  \na     |  a\n      |  b')
})
`,
)
await runTests('diff')
await commit('Compare texts by lines and words', 'src/diff.js', 'test/diff.test.js')
