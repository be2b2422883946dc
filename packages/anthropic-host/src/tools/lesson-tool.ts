import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod'
import type { BetaRunnableTool } from '@anthropic-ai/sdk/lib/tools/BetaRunnableTool'
import { LESSON_DOMAINS, LESSON_KINDS, LESSON_LIMITS, LESSON_TOOL } from '@coppice/engine/domain/lesson-calls'
import { z } from 'zod'

const path = z.string().trim().min(1).max(LESSON_LIMITS.path)

const lesson = z.strictObject({
  domain: z.enum(LESSON_DOMAINS).describe('The kind of work for which the lesson is useful'),
  kind: z
    .enum(LESSON_KINDS)
    .describe(
      'FILE: a file that matters. COMMAND: a command that works. CURE: a failure and what cures it. CONVENTION: what the project wants',
    ),
  text: z
    .string()
    .trim()
    .min(1)
    .max(LESSON_LIMITS.text)
    .describe('One or two sentences, with paths and commands in backticks'),
  files: z
    .array(path)
    .max(LESSON_LIMITS.files)
    .describe('The paths of files that the lesson is about, relative to the root of the repository'),
  evidence: z
    .array(path)
    .min(1)
    .max(LESSON_LIMITS.evidence)
    .describe('What shows the lesson: `session NUMBER`, a commit, or the path of a file'),
})

/**
 * Makes the only tool of a LEARNING session. The engine reads its calls from the facts of the session.
 *
 * @param onRecorded it is called when a call was accepted
 */
export const lessonTool = (onRecorded: () => void): BetaRunnableTool =>
  betaZodTool({
    name: LESSON_TOOL,
    description: 'Records what the sessions teach, as at most 12 lessons. Call it once.',
    inputSchema: z.strictObject({ lessons: z.array(lesson).max(LESSON_LIMITS.lessons) }),
    run: ({ lessons }) => {
      onRecorded()
      return `Recorded: ${lessons.length}. Coppice checks the evidence.`
    },
  })
