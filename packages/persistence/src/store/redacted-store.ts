import type { NewEvent, Store, StoreTransaction } from '@coppice/engine'

type Redact = (text: string) => string

const TEXTS_OF_EVENTS = ['reason', 'output', 'question', 'title', 'text'] as const

/**
 * Wraps a store so that secrets are redacted in the texts that it stores (A2), such as the reason of a failure. Such a text may quote the
 * output of an agent, or a path that an agent chose. Keys and ids are not redacted, because the key of a task may be equal to a secret.
 */
export function redactedStore(store: Store, redact: Redact): Store {
  return {
    ...store,
    transaction: (work, ownerEpoch) => store.transaction((tx) => work(redactedTransaction(tx, redact)), ownerEpoch),
  }
}

function redactedTransaction(tx: StoreTransaction, redact: Redact): StoreTransaction {
  return {
    ...tx,
    updateRun: (id, from, patch) => tx.updateRun(id, from, without(patch, ['statusReason', 'deliveryReason'], redact)),
    updateRunTask(id, from, patch) {
      const { lastFailure } = patch
      const failure = lastFailure ? { lastFailure: without(lastFailure, ['reason', 'output'], redact) } : {}
      return tx.updateRunTask(id, from, { ...without(patch, ['statusReason'], redact), ...failure })
    },
    updateSession: (id, from, patch) => tx.updateSession(id, from, without(patch, ['error'], redact)),
    insertSessionMessage({ message, ...rest }) {
      return tx.insertSessionMessage({ ...rest, message: without(message, ['text'], redact) })
    },
    insertIssue: (issue) => tx.insertIssue(without(issue, ['title', 'text'], redact)),
    insertFollowUp: (followUp) => tx.insertFollowUp(without(followUp, ['title', 'text'], redact)),
    putProviderHold: (hold) => tx.putProviderHold(without(hold, ['reason'], redact)),
    putExpertise: (entries) => tx.putExpertise(entries.map((entry) => without(entry, ['text', 'firstKey'], redact))),
    appendEvents: (runId, at, events) =>
      tx.appendEvents(
        runId,
        at,
        events.map(({ type, data }) => ({ type, data: without(data, TEXTS_OF_EVENTS, redact) }) as NewEvent),
      ),
  }
}

/** Returns a copy of the record in which these texts are redacted. */
function without<T extends object>(record: T, names: readonly string[], redact: Redact): T {
  const redacted = Object.entries(record).map(([name, value]) =>
    names.includes(name) && typeof value === 'string' ? [name, redact(value)] : [name, value],
  )
  return Object.fromEntries(redacted) as T
}
