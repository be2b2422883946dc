export { type OwnAttempt, ownAttempt, TaskToolRefused } from './own-attempt.ts'
export { InvalidTaskInput, runTaskTool, TASK_TOOLS, type TaskTool } from './task-tools.ts'
