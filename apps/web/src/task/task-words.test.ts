import { expect, it } from 'vitest'
import { boardRun, NOW } from '../run/view/fixtures/textkit.ts'
import { sentenceText } from '../words/sentence.ts'
import { taskCause } from './task-words.ts'

it('the line at the head of a task’s page consists of whole sentences, also with a reason of the engine', () => {
  const [task] = boardRun.tasks
  if (task === undefined) throw new Error('the run has no task')
  const failed = { ...task, status: 'CONFLICT' as const, description: 'Add a parser.', reason: 'conflicts in a.txt' }
  expect(sentenceText(taskCause(boardRun, failed, NOW))).toMatch(
    /^Add a parser\. Conflicts in a\.txt\. Waiting for it: /,
  )
})
