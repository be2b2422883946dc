import { commandPlan, type TempRepository } from '@coppice/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

const plan = (keys: readonly string[]) =>
  commandPlan(keys.map((key) => ({ key, epic: 'x', run: `echo ${key} > ${key}.txt` })))

/** Delivers the tasks `a` and `b`, lets a person rewrite `main`, and runs a plan that also has the task `c`. */
async function afterDelivery(rewrite: (repository: TempRepository, from: string) => void) {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const { project, repository } = await projectWith(under, plan(['a', 'b']))
  const from = repository.git('rev-parse', 'main')
  const first = await finished(under, (await startParallel(under, project)).id)
  expect(first.run.deliveryStatus).toBe('DELIVERED')
  rewrite(repository, from)
  await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(plan(['a', 'b', 'c'])) })
  const started = await startParallel(under, project)
  const second = await finished(under, started.id)
  return { repository, reason: started.statusReason, second }
}

describe('P5: delivered work on a base branch that a person rewrote', () => {
  it.each<[string, (repository: TempRepository, from: string) => void]>([
    [
      'by `git pull --rebase`, which flattens the merges',
      ({ git, write }, from) => {
        git('checkout', '-q', '-b', 'theirs', from)
        write('theirs.txt', 'theirs\n')
        git('add', '.')
        git('commit', '-qm', 'Theirs')
        git('checkout', '-q', 'main')
        git('rebase', '-q', 'theirs')
      },
    ],
    [
      'by a squash merge of a forge, with an edit after it',
      ({ git, write }, from) => {
        git('checkout', '-q', '-b', 'forge', from)
        git('merge', '-q', '--squash', 'main')
        git('commit', '-qm', 'Feature (#12)')
        write('a.txt', 'a, reviewed\n')
        git('commit', '-qam', 'After review')
        git('checkout', '-q', '-B', 'main', 'forge')
      },
    ],
  ])('is not done again: %s', async (_how, rewrite) => {
    let edited = ''
    const { repository, reason, second } = await afterDelivery((made, from) => {
      rewrite(made, from)
      edited = made.git('show', 'main:a.txt')
    })
    expect(second.statuses).toEqual({ c: 'COMPLETED' })
    expect(second.run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
    expect(reason).toBeNull()
    expect(repository.git('show', 'main:a.txt')).toBe(edited)
  })

  it('is done again when git cannot prove that the branch has it, and the run says what to do before its first session', async () => {
    const { reason, second } = await afterDelivery(({ git, write }, from) => {
      git('reset', '-q', '--hard', from)
      write('mine.txt', 'mine\n')
      git('add', '.')
      git('commit', '-qm', 'Mine')
    })
    expect(reason).toContain('Somebody rewrote main after the delivery of run 1')
    expect(reason).toContain('coppice mark-done a, coppice mark-done b')
    expect(second.statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED', c: 'COMPLETED' })
  })
})
