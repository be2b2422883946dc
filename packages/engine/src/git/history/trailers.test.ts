import { describe, expect, test } from 'vitest'
import { mergeMessage } from '../../merge/merge-message.ts'
import { type ScratchRepository, scratchRepository } from '../fixtures/scratch-repository.ts'

const message = (task: string, run = 1, project = 'textkit') =>
  mergeMessage({ project, run, epic: 'core', task, session: 3, title: `Do ${task}`, verified: null })

/** Merges a new commit into main with two parents, as a run does. @returns the merge */
function merge({ git, path }: ScratchRepository, text: string): string {
  const [main, tree] = git(['rev-parse', 'HEAD', 'HEAD^{tree}']).split('\n') as [string, string]
  const side = git(['commit-tree', tree, '-p', main, '-m', 'Side'], path)
  const commit = git(['commit-tree', tree, '-p', main, '-p', side, '-m', text], path)
  git(['reset', '-q', '--hard', commit])
  return commit
}

describe('P5: finished tasks', () => {
  test('are found in merges and in commits without a change, newest first, after a given commit', async () => {
    const scratch = scratchRepository()
    const start = scratch.commit({ 'a.txt': 'a\n' })
    const first = merge(scratch, message('parser'))
    scratch.commit({ 'b.txt': 'b\n' }, 'Add b')
    const second = scratch.commit({}, message('docs', 12))
    const repository = await scratch.open()
    const trailed = { project: 'textkit', epic: 'core', session: 3 }
    expect(await repository.trailers(second, null)).toEqual([
      { commit: second, parents: [scratch.git(['rev-parse', `${second}^`])], run: 12, task: 'docs', ...trailed },
      { commit: first, parents: [start, scratch.git(['rev-parse', `${first}^2`])], run: 1, task: 'parser', ...trailed },
    ])
    expect(await repository.trailers(second, first)).toMatchObject([{ commit: second }])
    expect(await repository.trailers(start, null)).toEqual([])
  })

  test('are not found in an ordinary commit in which an agent wrote trailers', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n' })
    const tip = scratch.commit({ 'b.txt': 'b\n' }, message('parser'))
    expect(await (await scratch.open()).trailers(tip, null)).toEqual([])
  })

  test('are found with any other text in the messages, and with any config about trailers', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n' })
    scratch.commit({}, 'Coppice-Task: in the subject')
    scratch.commit({}, 'Mentioned\n\nCoppice-Task: parser is what I merged.\n\nAnd a last paragraph.')
    scratch.commit(
      {},
      'Odd\n\nCoppice-Run: 99999999999999999999\nCoppice-Session: -1\nCoppice-Task: odd\u001f\u001e\n folded ✓\n',
    )
    scratch.commit({}, 'Twice\n\nCoppice-Task: one\nCoppice-Task: two\nSigned-off-by: A <a@b>\n')
    for (const [key, value] of [
      ['trailer.separators', '#'],
      ['core.commentChar', 'C'],
      ['color.ui', 'always'],
      ['log.showSignature', 'true'],
    ] as const)
      scratch.git(['config', key, value])
    const repository = await scratch.open()
    const found = await repository.trailers((await repository.resolve('refs/heads/main')) ?? '', null)
    expect(found.map(({ task, run, session, epic }) => ({ task, run, session, epic }))).toEqual([
      { task: 'two', run: null, session: null, epic: null },
      { task: 'odd\u001f\u001e folded ✓', run: null, session: null, epic: null },
    ])
  })
})
