import { graphql, type ResultOf } from '../client/graphql.ts'

export const RUN_IN_LIST = graphql(`
  fragment RunInList on Run {
    id
    number
    mode
    status
    statusReason
    strategy
    isolation
    startedAt
    durationMs
    completedTasks
    totalTasks
    costUsd
    unpricedSessions
    discardedAt
    delivery {
      status
      commit
      reason
    }
    batches {
      number
      total
      completed
      failed
      skipped
      cancelled
    }
    tasks(first: 200) {
      edges {
        node {
          batchNumber
          status
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`)

export const PROJECT = graphql(
  `
    query Project($id: ID!, $runs: Int!) {
      project(id: $id) {
        id
        name
        repositoryPath
        baseBranch
        sample
        budgetUsd
        dayBudgetUsd
        budgets {
          pot
          limitUsd
          spentUsd
          freeUsd
        }
        nextDelivery {
          baseBranch
          branch
          checkoutPath
          checkedOutBranch
          obstacles {
            message
            paths
            totalPaths
            help
          }
        }
        settings {
          verify
          redBase
          verifyTogether
          setup
          delivery
          copy
          link
        }
        tasks(first: 1) {
          totalCount
        }
        epics(first: 200) {
          edges {
            node {
              key
              dependsOn {
                key
              }
            }
          }
        }
        plan {
          totalTasks
          criticalPath {
            key
          }
          batches {
            number
            total
            tasks {
              id
              key
              description
              dependsOn {
                task {
                  key
                }
              }
              epic {
                key
              }
              latest {
                status
                durationMs
              }
            }
          }
        }
        activeRun {
          id
          number
          status
          lastSequence
        }
        runs(first: $runs) {
          totalCount
          edges {
            node {
              ...RunInList
            }
          }
        }
      }
    }
  `,
  [RUN_IN_LIST],
)

export type ProjectData = NonNullable<ResultOf<typeof PROJECT>['project']>
export type RunInList = ProjectData['runs']['edges'][number]['node']
export type PlannedTask = ProjectData['plan']['batches'][number]['tasks'][number]

export const MARK_TASK_DONE = graphql(`
  mutation MarkTaskDone($taskId: ID!) {
    markTaskDone(input: { taskId: $taskId }) {
      __typename
      ... on MarkTaskDoneSuccess {
        project {
          id
        }
      }
      ... on Error {
        message
      }
    }
  }
`)

export const DROP_TASK = graphql(`
  mutation DropTask($taskId: ID!) {
    dropTask(input: { taskId: $taskId }) {
      __typename
      ... on DropTaskSuccess {
        project {
          id
        }
      }
      ... on Error {
        message
      }
    }
  }
`)

export const PLAN_CHANGES = graphql(`
  fragment PlanChangesShown on PlanChanges {
    settings {
      name
      before
      after
    }
    removedSafeguards
    keptFollowUps {
      total
      keys(first: 20)
    }
    tasks {
      added {
        total
        keys(first: 20)
      }
      changed {
        total
        keys(first: 20)
      }
      archived {
        total
        keys(first: 20)
      }
      revived {
        total
        keys(first: 20)
      }
    }
  }
`)

export type PlanChanges = ResultOf<typeof PLAN_CHANGES>

export const IMPORT_PLAN = graphql(
  `
  mutation ImportPlan($projectId: ID!, $source: String!, $dryRun: Boolean!, $mayRemove: [Safeguard!]!) {
    importPlan(input: { projectId: $projectId, source: $source, dryRun: $dryRun, mayRemove: $mayRemove }) {
      __typename
      ... on ImportPlanSuccess {
        changes {
          ...PlanChangesShown
        }
      }
      ... on SafeguardRemovedError {
        changes {
          ...PlanChangesShown
        }
      }
      ... on Error {
        message
      }
      ... on InvalidPlanError {
        problems {
          message
          path
          line
          column
        }
      }
      ... on CircularDependencyError {
        cycles
      }
      ... on RunActiveError {
        run {
          id
          number
        }
      }
    }
  }
`,
  [PLAN_CHANGES],
)
