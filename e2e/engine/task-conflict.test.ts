import { commandPlan } from '@coppice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type EngineUnderTest,
  engineUnderTest,
  finished,
  projectWith,
  startParallel,
  taskOf,
} from './engine-under-test.ts'

let under: EngineUnderTest
beforeAll(async () => {
  under = await engineUnderTest()
})
afterAll(() => under.close())

const task = (key: string, run: string) => ({ key, epic: 'e', description: `What ${key} intends`, run })
const change = (from: string, to: string) => `sed -i.bak 's/^${from}$/${to}/' shared.txt && rm shared.txt.bak`

describe('both sides of a conflict (D4)', () => {
  it('are named for each file, with their lines and the text that they share', async () => {
    const plan = commandPlan([
      task('first', `${change('two', 'TWO')}; printf 'new\\n' > other.txt; printf 'c\\000d' > data.bin`),
      task('apart', 'echo x > apart.txt'),
      task('second', `${change('two', 'Zwei\\nZwo')}; printf 'old\\n' > other.txt; printf 'a\\000b' > data.bin`),
    ])
    const files = { 'shared.txt': 'one\ntwo\nthree\n' }
    const { project, repository } = await projectWith(under, plan, files)
    const { id } = await startParallel(under, project, 4)
    const { statuses } = await finished(under, id)
    expect(statuses).toEqual({ first: 'COMPLETED', apart: 'COMPLETED', second: 'CONFLICT' })
    const [first, second] = [await taskOf(under, id, 'first'), await taskOf(under, id, 'second')]
    const { read } = under.engine
    const conflict = await read.taskConflict(second.id)
    const side = { taskKey: 'second', description: 'What second intends', commit: second.workCommit }
    const merged = { taskKey: 'first', description: 'What first intends', commit: first.commit }
    expect(conflict).toEqual({
      tip: repository.git('rev-parse', 'main'),
      work: second.workCommit,
      files: [
        {
          path: 'data.bin',
          mergedFirst: [{ ...merged, added: null, removed: null }],
          thisTask: { ...side, added: null, removed: null },
        },
        {
          path: 'other.txt',
          mergedFirst: [{ ...merged, added: 1, removed: 0 }],
          thisTask: { ...side, added: 1, removed: 0 },
        },
        {
          path: 'shared.txt',
          mergedFirst: [{ ...merged, added: 1, removed: 1 }],
          thisTask: { ...side, added: 2, removed: 1 },
        },
      ],
    })
    expect(await read.conflictText(second.id, 'shared.txt')).toBe(
      'one\n<<<<<<< merged first\nTWO\n||||||| before\ntwo\n=======\nZwei\nZwo\n>>>>>>> this task\nthree\n',
    )
    expect(await read.conflictText(second.id, 'data.bin')).toBeNull()
    expect(await read.conflictText(second.id, 'apart.txt')).toBeNull()
    expect(await read.taskConflict(first.id)).toBeNull()
    expect(await read.conflictText(first.id, 'shared.txt')).toBeNull()
  })
})
