import pLimit, { type LimitFunction } from 'p-limit'

/** Commands that change a project, its plan or its refs take turns, so that each finds the complete result of the one before. */
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
