import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchRepository } from './fixtures/scratch-repository.ts'

const WORK = 'refs/heads/coppice/work/run-1/parser'
const RUN = 'refs/heads/coppice/run-1'

for (const objectFormat of ['sha1', 'sha256'] as const) {
  test(`D1: work of a worktree is merged in memory, with two parents, in a ${objectFormat} repository`, async () => {
    const scratch = scratchRepository({ objectFormat })
    const base = scratch.commit({ 'a.txt': 'a\n' })
    const repository = await scratch.open()
    const worktree = await repository.addWorktree(join(scratch.folder, 'trees', 'slot-0'), base, WORK)
    await worktree.assertAt(base)
    const work = scratch.commit({ 'b.txt': 'b\n' }, 'Add b', worktree.path)
    expect(await worktree.commitAll('Nothing\n', [])).toBe(work)

    await repository.updateRef(RUN, scratch.commit({ 'c.txt': 'c\n' }), null)
    const tip = (await repository.resolve(RUN)) ?? ''
    const merged = await repository.mergeTree(tip, work)
    if (!merged.clean) throw new Error('no conflict was expected')
    const commit = await repository.commitTree(merged.tree, [tip, work], 'Merge parser\n')
    expect(await repository.updateRef(RUN, commit, tip)).toBe(true)

    expect(scratch.git(['log', '-1', '--format=%P', RUN])).toBe(`${tip} ${work}`)
    expect(scratch.git(['ls-tree', '--name-only', RUN]).split('\n')).toEqual(['a.txt', 'b.txt', 'c.txt'])
    expect(scratch.git(['status', '--porcelain'])).toBe('')
    await worktree.remove()
    expect(scratch.git(['worktree', 'list']).split('\n')).toHaveLength(1)
  })
}
