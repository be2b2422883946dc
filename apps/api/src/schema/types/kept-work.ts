import type { KeptItem } from '@coppice/engine'
import { builder } from '../builder.ts'

export interface KeptOfProject extends KeptItem {
  projectId: string
}

const KeptSizeType = builder.objectRef<{ bytes: number; committedAt: number }>('KeptSize').implement({
  fields: (t) => ({
    bytes: t.exposeFloat('bytes', {
      description: 'The bytes on disk that only this ref holds. They come free some time after it is dropped.',
    }),
    committedAt: t.field({ type: 'DateTime', resolve: ({ committedAt }) => new Date(committedAt) }),
  }),
})

export const KeptWorkType = builder.objectRef<KeptOfProject>('KeptWork').implement({
  description: 'Work of a run that has ended, on a ref of Coppice. It stays until a person drops it (`dropKeptWork`).',
  fields: (t) => ({
    ref: t.exposeString('ref', { description: 'The full name of the ref.' }),
    commit: t.exposeString('commit'),
    runNumber: t.exposeInt('run'),
    taskKey: t.exposeString('taskKey', {
      nullable: true,
      description: 'It is null for the merged work of a run whose branch somebody moved.',
    }),
    attempt: t.exposeInt('attempt', { nullable: true, description: 'It is null when the attempt is not known.' }),
    reason: t.exposeString('reason', { description: 'Why the work is kept.' }),
    size: t.field({
      type: KeptSizeType,
      description: 'Needs a walk over the objects of the ref.',
      resolve: ({ projectId, ref, commit }, _args, { engine }) => engine.read.keptSize(projectId, { ref, commit }),
    }),
  }),
})
