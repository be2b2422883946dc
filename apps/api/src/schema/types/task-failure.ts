import type { Failure } from '@coppice/engine'
import { builder } from '../builder.ts'

export type { Failure }

export const TaskFailure = builder.objectRef<Failure>('TaskFailure').implement({
  description: 'Why an attempt, a merge or the verification of a merge failed.',
  fields: (t) => ({
    reason: t.exposeString('reason', { description: 'One line.' }),
    output: t.exposeString('output', { description: 'The end of the output of the agent or command. At most 16 KiB.' }),
  }),
})
