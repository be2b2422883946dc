import type { ConflictFile, ConflictSide, TaskConflict } from '@coppice/engine'
import { builder } from '../builder.ts'

export interface ConflictOfTask extends TaskConflict {
  runTaskId: string
}

interface FileOfTask extends ConflictFile {
  runTaskId: string
}

const ConflictSideType = builder.objectRef<ConflictSide>('ConflictSide').implement({
  description: 'What one side of a conflict changed in a file.',
  fields: (t) => ({
    taskKey: t.exposeString('taskKey'),
    description: t.exposeString('description', { description: 'What the task intends.' }),
    commit: t.exposeString('commit', {
      description: 'The merge of a merged task, or the work of the task in conflict.',
    }),
    added: t.exposeInt('added', { nullable: true, description: 'Added lines. It is null for a binary file.' }),
    removed: t.exposeInt('removed', { nullable: true, description: 'Removed lines. It is null for a binary file.' }),
  }),
})

const ConflictFileType = builder.objectRef<FileOfTask>('ConflictFile').implement({
  fields: (t) => ({
    path: t.exposeString('path'),
    mergedFirst: t.field({
      type: [ConflictSideType],
      description:
        'The merged tasks that changed the file. It is empty when something other than a task of the run changed the file.',
      resolve: ({ mergedFirst }) => mergedFirst,
    }),
    thisTask: t.field({ type: ConflictSideType, resolve: ({ thisTask }) => thisTask }),
    text: t.string({
      nullable: true,
      description:
        'The file with conflict markers around both sides and their common text. It is null when the file is binary or larger than 256 KiB.',
      resolve: ({ runTaskId, path }, _args, { engine }) => engine.read.conflictText(runTaskId, path),
    }),
  }),
})

export const TaskConflictType = builder.objectRef<ConflictOfTask>('TaskConflict').implement({
  description: 'The work of a task, and the merged work with which it conflicts.',
  fields: (t) => ({
    tip: t.exposeString('tip', { description: 'The commit of the branch of the run with which the work conflicts.' }),
    work: t.exposeString('work', { description: 'The commit with the work of the task.' }),
    files: t.field({
      type: [ConflictFileType],
      resolve: ({ files, runTaskId }) => files.map((file) => ({ ...file, runTaskId })),
    }),
  }),
})
