import { graphql, type ResultOf } from '../../client/graphql.ts'

const GROUP = graphql(`
  fragment CostGroupShown on CostGroup {
    key
    agent
    tasks
    sessions
    requests
    partialRequests
    unpricedRequests
    flatRateRequests
    inputTokens
    inputUsd
    outputTokens
    outputUsd
    cacheWriteTokens
    cacheWriteUsd
    cacheReadTokens
    cacheReadUsd
    costUsd
    reportedUsd
  }
`)

/** The page shows at most these numbers of groups. `coppice cost` lists all. */
export const RUN_COSTS = graphql(
  `
    query RunCosts($id: ID!) {
      run(id: $id) {
        id
        costUsd
        unpricedSessions
        budget {
          limitUsd
          spentUsd
          reservedUsd
          freeUsd
        }
        budgets {
          pot
          limitUsd
          freeUsd
        }
        agents {
          session {
            id
            metrics {
              knownCostUsd
            }
          }
        }
        total: costs(by: RUN, first: 1) {
          ...CostGroupShown
        }
        byModel: costs(by: MODEL, first: 30) {
          ...CostGroupShown
        }
        byEpic: costs(by: EPIC, first: 30) {
          ...CostGroupShown
        }
        byAttempt: costs(by: ATTEMPT, first: 30) {
          ...CostGroupShown
        }
        byTask: costs(by: TASK, first: 12) {
          ...CostGroupShown
        }
      }
    }
  `,
  [GROUP],
)

export type RunCosts = NonNullable<ResultOf<typeof RUN_COSTS>['run']>
export type CostGroup = RunCosts['byModel'][number]

/** What the run will have cost at its end. To calculate it takes longer than to add up, so it is read when a session has ended. */
export const EXPECTED_COST = graphql(`
  query ExpectedCost($id: ID!) {
    run(id: $id) {
      expectedCost {
        range {
          lowUsd
          likelyUsd
          highUsd
        }
        earlierSessions
        uncountedTasks
        flatRateTasks
        unknownTasks
      }
    }
  }
`)
