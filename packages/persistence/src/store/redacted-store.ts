import type { NewEvent, Store, StoreTransaction } from '@coppice/engine'

type Redact = (text: string) => string

const TEXTS_OF_EVENTS = ['reason', 'output'] as const

/**
 * A2: a reason may quote what an agent printed, or a path that an agent chose. This stores reasons without secrets. Keys and ids stay as
 * they are, because a task may have a name like a token.
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
    putProviderHold: (hold) => tx.putProviderHold(without(hold, ['reason'], redact)),
    appendEvents: (runId, at, events) =>
      tx.appendEvents(
        runId,
        at,
        events.map(({ type, data }) => ({ type, data: without(data, TEXTS_OF_EVENTS, redact) }) as NewEvent),
      ),
  }
}

/** Returns the record with these texts redacted, as far as it has them. */
function without<T extends object>(record: T, names: readonly string[], redact: Redact): T {
  const redacted = Object.entries(record).map(([name, value]) =>
    names.includes(name) && typeof value === 'string' ? [name, redact(value)] : [name, value],
  )
  return Object.fromEntries(redacted) as T
}
