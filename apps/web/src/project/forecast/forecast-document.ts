import { graphql, type ResultOf } from '../../client/graphql.ts'

export const FORECAST = graphql(`
  query Forecast(
    $id: ID!
    $mode: RunMode!
    $maxConcurrency: Int!
    $strategy: Strategy!
    $isolation: Isolation!
    $taskIds: [ID!]
  ) {
    project(id: $id) {
      forecast(
        mode: $mode
        maxConcurrency: $maxConcurrency
        strategy: $strategy
        isolation: $isolation
        taskIds: $taskIds
      ) {
        maxConcurrency
        sessions
        totalTasks
        slotUse
        wallMs {
          lowMs
          likelyMs
          highMs
        }
        lowerBoundMs {
          lowMs
          highMs
        }
        durations {
          basis
          tasks
        }
        cost {
          range {
            lowUsd
            likelyUsd
            highUsd
          }
          sources {
            basis
            tasks
          }
          earlierSessions
          uncountedTasks
          flatRateTasks
          unknownTasks
        }
        bySlots {
          maxConcurrency
          wallMs {
            lowMs
            likelyMs
            highMs
          }
        }
      }
    }
  }
`)

export type ForecastData = NonNullable<NonNullable<ResultOf<typeof FORECAST>['project']>['forecast']>
