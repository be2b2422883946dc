/** What the run began with. Only `maxConcurrency` can change. */
export const PLANNED_RUN = `
      id
      number
      mode
      strategy
      isolation
      maxConcurrency
      branch
      baseBranch
      forecast { wallMs { lowMs likelyMs highMs } }
      project { id name }` as const

/** What a task began with. None of it changes. */
export const PLANNED_TASK = `
            id
            key
            epicKey
            epicName
            batchNumber
            description
            agent
            dependsOn { key kind }` as const

/** The state of a run at one moment. The first page has the run itself, the others have only further tasks. */
export const RUN_SNAPSHOT = `
  query RunSnapshot($id: ID!, $after: String) {
    run(id: $id) {${PLANNED_RUN}
      status
      statusReason
      startedAt
      finishedAt
      lastSequence
      discardedAt
      delivery { status commit reason at inProgress }
      batches { number status startCommit startedAt finishedAt }
      tasks(first: 200, after: $after) {
        pageInfo { hasNextPage endCursor }
        edges {
          node {${PLANNED_TASK}
            status
            statusReason
            phase
            phaseStartedAt
            scheduledFor
            attempts
            startedAt
            finishedAt
            commit
            branch
            conflictFiles
            lastFailure { output }
            sessions {
              id
              number
              kind
              attempt
              agent
              model
              status
              error
              startCommit
              worktreePath
              startedAt
              endedAt
              metrics { costUsd }
            }
          }
        }
      }
    }
  }` as const

/** The last number of the run. It is read before a stream is opened again, so that the missed events can be counted. */
export const RUN_SEQUENCE = `
  query RunSequence($id: ID!) {
    run(id: $id) {
      lastSequence
    }
  }` as const
