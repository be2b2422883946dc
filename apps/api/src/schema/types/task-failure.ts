import type { Failure } from '@coppice/engine'
import { builder } from '../builder.ts'

export type { Failure }

export const TaskFailure = builder.objectRef<Failure>('TaskFailure').implement({
  description: 'Why an attempt, a merge or its verification did not succeed.',
  fields: (t) => ({
    reason: t.exposeString('reason', { description: 'One line.' }),
    output: t.exposeString('output', { description: 'The end of the output, at most 16 KiB.' }),
  }),
})
