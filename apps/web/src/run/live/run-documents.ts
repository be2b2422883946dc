import { graphql } from '../../client/graphql.ts'

/** The first page brings the run itself; the others only further tasks. */
export const RUN_SNAPSHOT = graphql(`
  query RunSnapshot($id: ID!, $after: String) {
    run(id: $id) {
      id
      number
      mode
      status
      statusReason
      strategy
      isolation
      maxConcurrency
      branch
      baseBranch
      startedAt
      finishedAt
      lastSequence
      forecast {
        wallMs {
          lowMs
          likelyMs
          highMs
        }
      }
      project {
        id
        name
      }
      discardedAt
      delivery {
        status
        commit
        reason
        at
        inProgress
      }
      batches {
        number
        status
        startCommit
        startedAt
        finishedAt
      }
      tasks(first: 200, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            id
            key
            epicKey
            epicName
            batchNumber
            description
            agent
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
            dependsOn {
              key
              kind
            }
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
              metrics {
                costUsd
              }
            }
          }
        }
      }
    }
  }
`)

/** How far the run is now: asked before the stream is opened again, so that what was missed can be counted. */
export const RUN_SEQUENCE = graphql(`
  query RunSequence($id: ID!) {
    run(id: $id) {
      lastSequence
    }
  }
`)

export const RUN_PROGRESS = graphql(`
  subscription RunProgress($runId: ID!, $after: Int!) {
    progress(runId: $runId, after: $after) {
      __typename
      sequence
      at
      runId
      ... on RunStarted {
        totalBatches
        totalTasks
      }
      ... on RunStatusChanged {
        runStatus
        reason
        maxConcurrency
      }
      ... on BatchStarted {
        batchNumber
        totalBatches
        taskCount
        startCommit
      }
      ... on TaskStarted {
        taskKey
        attempt
        agent
        model
        sessionId
        branch
      }
      ... on AttemptFinished {
        taskKey
        attempt
        taskStatus
        reason
        costUsd
        retryAt
      }
      ... on TaskStatusChanged {
        taskKey
        taskStatus
        reason
        retryAt
      }
      ... on TaskPhaseChanged {
        taskKey
        attempt
        phase
      }
      ... on SessionStarted {
        taskKey
        sessionId
        sessionKind
        attempt
        agent
        model
        number
        startCommit
        worktreePath
      }
      ... on SessionEnded {
        taskKey
        sessionId
        sessionStatus
        reason
        costUsd
      }
      ... on TaskMerged {
        taskKey
        commit
      }
      ... on MergeConflicted {
        taskKey
        files
      }
      ... on ProviderHeld {
        provider
        until
        reason
      }
      ... on VerificationFailed {
        taskKey
        output
      }
      ... on TaskFinished {
        taskKey
        taskStatus
        reason
        costUsd
      }
      ... on BatchFinished {
        batchNumber
        batchStatus
      }
      ... on UntrustedProgramFound {
        foundAtTask
        foundAtAttempt
        key
        place
        reason
      }
      ... on DeliveryFinished {
        deliveryStatus
        baseCommit
        reason
      }
      ... on RunFinished {
        runStatus
        reason
        deliveryReason
      }
    }
  }
`)

export const RUN_ACTIVITY = graphql(`
  subscription RunActivity($runId: ID!) {
    activity(runId: $runId) {
      task {
        key
      }
      session {
        id
      }
      lastLine
    }
  }
`)
