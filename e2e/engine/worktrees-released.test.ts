import { createGit, type Git, type Worktree } from '@coppice/engine'
import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { agentStarted, engineUnderTest, eventOf, finished, projectWith } from './engine-under-test.ts'

/**
 * Real git in which the release of the first worktree waits for `slow`. It records whether a worktree was removed before this release was
 * done.
 */
class SlowRelease {
  readonly git: Git
  removedTooEarly = false
  #state: 'none' | 'pending' | 'released' = 'none'
  readonly #slow: () => Promise<unknown>

  constructor(git: Git, slow: () => Promise<unknown>) {
    this.#slow = slow
    this.git = {
      ...git,
      open: async (...args) => {
        const repository = await git.open(...args)
        return { ...repository, addWorktree: async (...args) => this.#watched(await repository.addWorktree(...args)) }
      },
    }
  }

  #watched(worktree: Worktree): Worktree {
    const reset = worktree.reset.bind(worktree)
    const remove = worktree.remove.bind(worktree)
    return Object.assign(worktree, {
      reset: async (...args: Parameters<Worktree['reset']>) => {
        if (args[1] !== null || this.#state !== 'none') return reset(...args)
        this.#state = 'pending'
        await this.#slow()
        await reset(...args)
        this.#state = 'released'
      },
      remove: async () => {
        if (this.#state === 'pending') this.removedTooEarly = true
        await remove()
      },
    })
  }
}

it('D5: a run whose last sessions end together waits for the release of each worktree, and leaves none', async () => {
  let runId = ''
  // After BatchFinished, only this release and the end of the run remain.
  const slow = () => eventOf(under, runId, ({ type }) => type === 'BatchFinished')
  const worktrees = new SlowRelease(createGit({ env: process.env }), slow)
  const under = await engineUnderTest('pglite', { git: worktrees.git })
  onTestFinished(() => under.close())
  const plan = commandPlan(['a', 'b'].map((key) => ({ key, epic: 'x', run: `echo ${key} > ${key}.txt; sleep 300` })))
  const { project, repository } = await projectWith(under, plan)
  runId = (await under.engine.startParallel({ projectId: project.id, maxConcurrency: 2 })).id
  for (const key of ['a', 'b']) await agentStarted(under, runId, key)
  await under.engine.cancel({ runId })
  expect((await finished(under, runId)).run.status).toBe('CANCELLED')
  expect(worktrees.removedTooEarly).toBe(false)
  expect(repository.git('for-each-ref', 'refs/coppice/slots/')).toBe('')
})
