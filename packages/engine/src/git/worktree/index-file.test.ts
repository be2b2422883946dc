import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ScratchRepository, scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'
import { treeOfIndex } from './index-file.ts'

const FILES = Object.fromEntries(
  Array.from({ length: 40 }, (_, number) => [`${'d'.repeat(number)}/${'n'.repeat(number * 5)}/f`.slice(-180), 'x\n']),
)

const treeIn = (scratch: ScratchRepository, idLength = 40) =>
  treeOfIndex(readFileSync(join(scratch.path, '.git/index')), idLength)

describe('the tree of an index', () => {
  test.each(['sha1', 'sha256'] as const)('is what git writes, with ids of %s', (objectFormat) => {
    const scratch = scratchRepository({ objectFormat })
    const long = `${'very-long/'.repeat(300)}name`.slice(0, 4_100)
    scratch.commit({ ...FILES, 'ümlaut.txt': 'u\n' })
    const length = objectFormat === 'sha1' ? 40 : 64
    expect(treeIn(scratch, length)).toBe(scratch.git(['write-tree']))
    const blob = scratch.git(['rev-parse', 'HEAD:ümlaut.txt'])
    scratch.git(['update-index', '--add', '--cacheinfo', `100644,${blob},${long}`])
    expect(treeIn(scratch, length)).toBeNull()
    const tree = scratch.git(['write-tree'])
    scratch.git(['read-tree', tree])
    expect(treeIn(scratch, length)).toBe(tree)
  })

  test('is known when a flag of an entry makes it longer', () => {
    const scratch = scratchRepository()
    scratch.commit(FILES)
    scratch.git(['update-index', '--skip-worktree', Object.keys(FILES)[7] ?? ''])
    expect(treeIn(scratch)).toBeNull()
    const tree = scratch.git(['write-tree'])
    expect(treeIn(scratch)).toBe(tree)
  })

  test.each([
    ['a file was added', ['add', 'new.txt']],
    ['a file was announced', ['add', '--intent-to-add', 'new.txt']],
    ['it is split', ['update-index', '--split-index']],
    ['its names are compressed', ['update-index', '--index-version', '4']],
  ])('is not known when %s', (_, args) => {
    const scratch = scratchRepository()
    scratch.commit(FILES)
    writeFiles(scratch.path, { 'new.txt': 'new\n' })
    scratch.git(args)
    expect(treeIn(scratch)).toBeNull()
  })

  test('is not known when the file is cut off or is no index', () => {
    const scratch = scratchRepository()
    scratch.commit(FILES)
    const index = readFileSync(join(scratch.path, '.git/index'))
    for (let length = 0; length < index.length; length += 97)
      expect(treeOfIndex(index.subarray(0, length), 40)).toBeNull()
    expect(treeOfIndex(Buffer.from('no index'), 40)).toBeNull()
  })
})
