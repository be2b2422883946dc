import { describe, expect, test } from 'vitest'
import { mergeMessage } from '../../merge/merge-message.ts'
import { type ScratchRepository, scratchRepository } from '../fixtures/scratch-repository.ts'

const MERGED = { project: 'textkit', run: 1, epic: 'core', session: 3, verified: null }

const message = (task: string, run = 1) => mergeMessage({ ...MERGED, run, task, title: `Do ${task}` })

/** Merges a branch into the current branch with two parents, without a change of the files. @returns the merge */
function mergeOf({ git }: ScratchRepository, branch: string, text: string): string {
  const commit = git(['commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-p', branch, '-m', text])
  git(['reset', '-q', '--hard', commit])
  return commit
}

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
    const trailed = { project: 'textkit', epic: 'core', session: 3, verified: null }
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

  test('are not found in the work of a task, in which an agent made merges and empty commits with the trailers of other tasks', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n' })
    const first = merge(scratch, message('parser'))
    scratch.git(['checkout', '-q', '-b', 'work'])
    scratch.commit({}, message('empty'))
    merge(scratch, message('forged'))
    scratch.git(['checkout', '-q', 'main'])
    const whole = mergeOf(scratch, 'work', message('docs'))
    const repository = await scratch.open()
    expect((await repository.trailers(whole, null)).map(({ commit }) => commit)).toEqual([whole, first])
    expect((await repository.trailers(whole, first)).map(({ commit }) => commit)).toEqual([whole])
  })

  test('are found in what a person merged, also when the message quotes trailers, and when the work of a task has it too', async () => {
    const scratch = scratchRepository()
    const start = scratch.commit({ 'a.txt': 'a\n' })
    scratch.git(['checkout', '-q', '-b', 'foreign'])
    merge(scratch, message('parser'))
    merge(scratch, message('lexer'))
    scratch.git(['checkout', '-q', '-B', 'pull-request', start])
    scratch.commit({ 'b.txt': 'b\n' })
    const quoted = `Merge\n\n${message('parser').split('\n\n')[1]}${message('lexer').split('\n\n')[1]}`
    mergeOf(scratch, 'foreign', quoted)
    // The work of the task docs contains the foreign branch, and main gets that branch also by another way.
    scratch.git(['checkout', '-q', '-B', 'work', 'foreign'])
    scratch.commit({ 'c.txt': 'c\n' })
    scratch.git(['checkout', '-q', 'main'])
    mergeOf(scratch, 'work', message('docs'))
    const repository = await scratch.open()
    const tasks = async () => {
      const tip = (await repository.resolve('refs/heads/main')) ?? ''
      return new Set((await repository.trailers(tip, null)).map(({ task }) => task))
    }
    expect(await tasks()).toEqual(new Set(['docs']))
    mergeOf(scratch, 'pull-request', 'Merge pull request 1')
    expect(await tasks()).toEqual(new Set(['docs', 'parser', 'lexer']))
  })

  test('are found in the work that a person gave for a task, because it has no session', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n' })
    scratch.git(['checkout', '-q', '-b', 'by-hand'])
    merge(scratch, message('parser'))
    scratch.git(['checkout', '-q', 'main'])
    const text = mergeMessage({ ...MERGED, task: 'docs', title: 'Do docs', session: null })
    const tip = mergeOf(scratch, 'by-hand', text)
    expect((await (await scratch.open()).trailers(tip, null)).map(({ task }) => task)).toEqual(['docs', 'parser'])
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
