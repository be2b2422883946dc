import { setTimeout as sleep } from 'node:timers/promises'
import { createGit, type Git, type Worktree } from '@coppice/engine'
import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, eventOf, finished, projectWith } from './engine-under-test.ts'

/** Real git, but that the first worktree to be given back is so only after `slow`. */
function givingBackAfter(git: Git, slow: () => Promise<unknown>): Git {
  let isFirst = true
  const held = (worktree: Worktree): Worktree => {
    const reset = worktree.reset.bind(worktree)
    return Object.assign(worktree, {
      reset: async (...args: Parameters<Worktree['reset']>) => {
        if (args[1] === null && isFirst) {
          isFirst = false
          await slow()
        }
        return reset(...args)
      },
    })
  }
  return {
    ...git,
    async open(path) {
      const repository = await git.open(path)
      return { ...repository, addWorktree: async (...args) => held(await repository.addWorktree(...args)) }
    },
  }
}

it('D5: a run whose last sessions end together waits for each to give its worktree back, and leaves none', async () => {
  let runId = ''
  // As long as it takes a run that does not wait to end; one that does wait takes the rest.
  const slow = () => Promise.race([finished(under, runId), sleep(2_000)])
  const under = await engineUnderTest('pglite', { git: givingBackAfter(createGit({ env: process.env }), slow) })
  onTestFinished(() => under.close())
  const plan = commandPlan(['a', 'b'].map((key) => ({ key, epic: 'x', run: `echo ${key} > ${key}.txt; sleep 300` })))
  const { project, repository } = await projectWith(under, plan)
  runId = (await under.engine.startParallel({ projectId: project.id, maxConcurrency: 2 })).id
  for (const key of ['a', 'b'])
    await eventOf(
      under,
      runId,
      ({ type, data }) => type === 'TaskPhaseChanged' && data.taskKey === key && data.phase === 'AGENT',
    )
  await under.engine.cancel({ runId })
  expect((await finished(under, runId)).run.status).toBe('CANCELLED')
  expect(repository.git('worktree', 'list').split('\n')).toHaveLength(1)
})
