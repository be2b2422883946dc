import { RUN_PROGRESS, RUN_SEQUENCE, RUN_SNAPSHOT, type RunEvent } from '@coppice/run-model'
import { parse } from 'graphql'
import { graphql, type TadaDocumentNode } from '../../client/graphql.ts'

/** The texts come from the run model. `graphql` checks them against the schema. */
export const SNAPSHOT = graphql(RUN_SNAPSHOT)
export const SEQUENCE = graphql(RUN_SEQUENCE)

/** It is made from the same table as the event types of the schema, so there is nothing to check. */
export const PROGRESS = parse(RUN_PROGRESS) as TadaDocumentNode<
  { progress: RunEvent },
  { runId: string; after: number; planned: boolean }
>

export const RUN_ACTIVITY = graphql(`
  subscription RunActivity($runId: ID!) {
    activity(runId: $runId) {
      task {
        key
      }
      session {
        id
        metrics {
          inputTokens
          outputTokens
          costUsd
        }
      }
      lastLine
    }
  }
`)
