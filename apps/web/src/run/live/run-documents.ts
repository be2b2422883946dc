import { RUN_PROGRESS, RUN_SEQUENCE, RUN_SNAPSHOT, type RunEvent } from '@coppice/run-model'
import { parse } from 'graphql'
import { graphql, type TadaDocumentNode } from '../../client/graphql.ts'

/** The text of the document comes from the run model. `graphql` checks its type against the schema. */
export const SNAPSHOT = graphql(RUN_SNAPSHOT)
export const SEQUENCE = graphql(RUN_SEQUENCE)

/** This document needs no check against the schema: it and the event types of the schema are generated from one table of the run model. */
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
