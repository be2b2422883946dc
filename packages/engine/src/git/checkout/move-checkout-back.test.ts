import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'

const MAIN = 'refs/heads/main'

/** A checkout on main at `to`, a child of `from` that changed a.txt, added b.txt and removed old.txt. */
async function delivered() {
  const scratch = scratchRepository()
  const from = scratch.commit({ 'a.txt': 'a\n', 'old.txt': 'old\n', 'kept.txt': 'kept\n' })
  scratch.git(['rm', '-q', 'old.txt'])
  const to = scratch.commit({ 'a.txt': 'new\n', 'b/b.txt': 'b\n' })
  writeFiles(scratch.path, { '.git/info/exclude': 'old.txt\n' })
  const repository = await scratch.open()
  const back = () => repository.moveCheckoutBack(scratch.path, MAIN, to, from)
  return { scratch, repository, from, to, back }
}

describe('D2: a checkout moves back', () => {
  test('with all of its files, and leaves untracked files alone', async () => {
    const { scratch, from, back } = await delivered()
    writeFiles(scratch.path, { 'mine.txt': 'mine\n', 'b/mine.txt': 'mine\n' })
    expect(await back()).toEqual({ ok: true })
    expect(scratch.git(['rev-parse', MAIN, 'HEAD'])).toBe(`${from}\n${from}`)
    expect(readFileSync(join(scratch.path, 'a.txt'), 'utf8')).toBe('a\n')
    expect(existsSync(join(scratch.path, 'b/b.txt'))).toBe(false)
    expect(scratch.git(['status', '--porcelain'])).toBe('?? b/\n?? mine.txt')
  })

  test('and runs none of the user’s hooks', async () => {
    const { scratch, back } = await delivered()
    for (const hook of ['post-checkout', 'reference-transaction'])
      writeFileSync(join(scratch.path, '.git/hooks', hook), `#!/bin/sh\ntouch '${scratch.folder}/ran'\n`, {
        mode: 0o755,
      })
    expect(await back()).toEqual({ ok: true })
    expect(existsSync(join(scratch.folder, 'ran'))).toBe(false)
  })
})

describe('D2: a checkout stays unchanged when', () => {
  type Given = Awaited<ReturnType<typeof delivered>>
  test.each<[string, (given: Given) => void, RegExp]>([
    [
      'a tracked file has changes, also one that would not change',
      ({ scratch }) => writeFiles(scratch.path, { 'kept.txt': 'mine\n' }),
      /not committed: kept\.txt/,
    ],
    [
      'an ignored file is where a file comes back',
      ({ scratch }) => writeFiles(scratch.path, { 'old.txt': 'mine\n' }),
      /untracked files at paths.*old\.txt/,
    ],
    [
      'the branch has another commit meanwhile',
      ({ scratch }) => void scratch.commit({ 'later.txt': 'later\n' }),
      /main has moved to another commit/,
    ],
    [
      'it is on another branch meanwhile',
      ({ scratch }) => void scratch.git(['checkout', '-q', '-b', 'feature']),
      /is not on main any more/,
    ],
    [
      'an operation is in progress',
      ({ scratch }) =>
        writeFiles(join(scratch.path, '.git'), { MERGE_HEAD: `${scratch.git(['rev-parse', 'HEAD'])}\n` }),
      /in progress/,
    ],
  ])('%s', async (_, change, reason) => {
    const given = await delivered()
    change(given)
    const state = () => [
      given.scratch.git(['status', '--porcelain', '--ignored']),
      given.scratch.git(['rev-parse', MAIN]),
      existsSync(join(given.scratch.path, 'old.txt')),
    ]
    const before = state()
    expect(await given.back()).toEqual({ ok: false, reason: expect.stringMatching(reason) })
    expect(state()).toEqual(before)
  })
})
