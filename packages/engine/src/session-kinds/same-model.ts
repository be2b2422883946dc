import type { RunTaskRecord } from '../domain/records.ts'
import type { RunView } from './run-view.ts'
import type { LastConversation } from './session-kind.ts'

/**
 * Says whether the next session of a task has the model of an earlier conversation. Another model cannot use the prompt cache of that
 * conversation, so it would pay for the whole conversation again and learn less than from the prompt of a new one.
 */
export const hasSameModel = ({ chooseSession }: RunView, task: RunTaskRecord, { model }: LastConversation): boolean =>
  chooseSession(task).model === model
