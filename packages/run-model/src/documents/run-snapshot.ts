/** The fields of a run that are set when it is created. Only `maxConcurrency` can change later. */
export const PLANNED_RUN = `
      id
      number
      mode
      strategy
      isolation
      maxConcurrency
      branch
      baseBranch
      forecast {
        wallMs { lowMs likelyMs highMs }
        cost { range { lowUsd likelyUsd highUsd } earlierSessions uncountedTasks flatRateTasks unknownTasks }
      }
      project { id name }` as const

/** The fields of a task that are set when the run is created. They never change. */
export const PLANNED_TASK = `
            id
            key
            epicKey
            epicName
            batchNumber
            description
            agent
            uses
            dependsOn { key kind }` as const

/**
 * Queries the state of a run, with its tasks page by page. All pages contain the fields of the run. Only those of the first page are used.
 * `holds` is read from the events of the run, so only the first page has it.
 */
export const RUN_SNAPSHOT = `
  query RunSnapshot($id: ID!, $after: String, $isFirst: Boolean = true) {
    run(id: $id) {${PLANNED_RUN}
      status
      statusReason
      awaitsBudget
      resumesAt
      budgetUsd
      startedAt
      finishedAt
      lastSequence
      discardedAt
      holds @include(if: $isFirst) { provider until }
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
            awaitedResource
            attempts
            startedAt
            finishedAt
            commit
            branch
            conflictFiles
            clashes { key files }
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
              flatRate
              metrics { costUsd }
              question { askId text optionIds optionKinds optionLabels }
              claim { claim text }
            }
            issues { id sessionId title text }
            followUps { id number sessionId title text }
          }
        }
      }
    }
  }` as const

/** Queries the number of the run's last event. A client that lost its stream counts the missed events with it. */
export const RUN_SEQUENCE = `
  query RunSequence($id: ID!) {
    run(id: $id) {
      lastSequence
    }
  }` as const
