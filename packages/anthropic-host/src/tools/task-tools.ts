import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod'
import type { BetaRunnableTool } from '@anthropic-ai/sdk/lib/tools/BetaRunnableTool'
import { ownAttempt, TASK_TOOLS } from '@coppice/task-tools'

/** Makes the task tools for the attempt of this host (ADR 0077). @param env the environment of the host */
export const taskTools = (env: NodeJS.ProcessEnv): BetaRunnableTool[] =>
  TASK_TOOLS.map(({ name, description, input: inputSchema, run }) =>
    betaZodTool({ name, description, inputSchema, run: (input) => run(ownAttempt(env), input) }),
  )
