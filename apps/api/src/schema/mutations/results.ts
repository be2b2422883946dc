import type { ExpertiseEntry } from '@coppice/engine'
import { builder } from '../builder.ts'
import { ExpertiseEntryType } from '../types/expertise.ts'
import { SessionMessageType } from '../types/session-message.ts'

/**
 * Defines the success type of a mutation that changes a project. The engine returns only the id of the project, so the type reads the
 * project.
 */
export const projectResult = (name: string) =>
  builder.objectRef<{ projectId: string }>(name).implement({
    fields: (t) => ({
      project: t.prismaField({
        type: 'Project',
        resolve: (query, { projectId }, _args, { prisma }) =>
          prisma.project.findUniqueOrThrow({ ...query, where: { id: projectId } }),
      }),
    }),
  })

export const runResult = (name: string) =>
  builder.objectRef<{ runId: string }>(name).implement({
    fields: (t) => ({
      run: t.prismaField({
        type: 'Run',
        resolve: (query, { runId }, _args, { prisma }) =>
          prisma.run.findUniqueOrThrow({ ...query, where: { id: runId } }),
      }),
    }),
  })

export const runTaskResult = (name: string) =>
  builder.objectRef<{ runTaskId: string }>(name).implement({
    fields: (t) => ({
      task: t.prismaField({
        type: 'RunTask',
        resolve: (query, { runTaskId }, _args, { prisma }) =>
          prisma.runTask.findUniqueOrThrow({ ...query, where: { id: runTaskId } }),
      }),
    }),
  })

/** The description of the field `messageId` of the mutations that send something to a session. */
export const MESSAGE_ID =
  'A UUID that the sender chooses. A second message with the same id has no effect, so a request without a response can be repeated.'

/** Defines the success type of a mutation that sends something to a session. */
export const messageResult = (name: string) =>
  builder.objectRef<{ messageId: string }>(name).implement({
    fields: (t) => ({
      sent: t.prismaField({
        type: SessionMessageType,
        resolve: (query, { messageId }, _args, { prisma }) =>
          prisma.sessionMessage.findUniqueOrThrow({ ...query, where: { id: messageId } }),
      }),
    }),
  })

/** Defines the success type of a mutation that changes an entry of expertise. */
export const expertiseEntryResult = (name: string) =>
  builder.objectRef<ExpertiseEntry>(name).implement({
    fields: (t) => ({ entry: t.field({ type: ExpertiseEntryType, resolve: (entry) => entry }) }),
  })
