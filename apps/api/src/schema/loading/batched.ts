/**
 * Joins all requests of one turn of the event loop into one call of `load`. Nothing is cached, because a subscription reads again for each
 * event and needs the present values. A key that `load` leaves out gives undefined.
 */
export function batched<Key, Value>(
  load: (keys: Key[]) => Promise<ReadonlyMap<Key, Value>>,
): (key: Key) => Promise<Value | undefined> {
  let waiting: { keys: Set<Key>; values: Promise<ReadonlyMap<Key, Value>> } | null = null

  async function collect(keys: Set<Key>): Promise<ReadonlyMap<Key, Value>> {
    await new Promise((resolve) => setImmediate(resolve))
    waiting = null
    return load([...keys])
  }

  return async (key) => {
    if (waiting === null) {
      const keys = new Set<Key>()
      waiting = { keys, values: collect(keys) }
    }
    waiting.keys.add(key)
    return (await waiting.values).get(key)
  }
}
