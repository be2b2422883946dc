import pLimit, { type LimitFunction } from 'p-limit'

/**
 * Lets the commands that change a project, its plan or its refs take turns (R3). So each command sees the whole result of the one before
 * it.
 */
export interface ProjectTurns {
  take<T>(projectId: string, command: () => Promise<T>): Promise<T>
}

export function createProjectTurns(): ProjectTurns {
  const queues = new Map<string, LimitFunction>()
  return {
    async take(projectId, command) {
      const queue = queues.get(projectId) ?? pLimit(1)
      queues.set(projectId, queue)
      try {
        return await queue(command)
      } finally {
        if (queue.activeCount + queue.pendingCount === 0) queues.delete(projectId)
      }
    },
  }
}
