import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scratchRepository } from '../fixtures/scratch-repository.ts'
import { parseNumstat } from './diff-stat.ts'

test('changed lines are counted per path; binary files have no counts, and a moved file is two paths', async () => {
  const scratch = scratchRepository()
  const from = scratch.commit({ 'a.txt': '1\n2\n3\n', 'old.txt': 'same\n' })
  writeFileSync(join(scratch.path, 'bin'), Buffer.from([0, 1, 2]))
  scratch.git(['mv', 'old.txt', 'new\tn\n✓.txt'])
  const to = scratch.commit({ 'a.txt': '1\n2\n4\n5\n' })
  const repository = await scratch.open()
  expect(await repository.diffStat(from, to)).toEqual([
    { path: 'a.txt', added: 2, removed: 1 },
    { path: 'bin', added: null, removed: null },
    { path: 'new\tn\n✓.txt', added: 1, removed: 0 },
    { path: 'old.txt', added: 0, removed: 1 },
  ])
  expect(await repository.diffStat(to, to)).toEqual([])
})

test('output with any paths is parsed', () => {
  const path = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !text.includes('\0'))
  const changed = fc.record({ path, added: fc.nat(), removed: fc.nat() })
  fc.assert(
    fc.property(fc.array(changed, { maxLength: 5 }), (changes) => {
      const written = changes.map(({ path: name, added, removed }) => `${added}\t${removed}\t${name}\0`).join('')
      expect(parseNumstat(written)).toEqual(changes)
    }),
  )
})
