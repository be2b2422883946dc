import DataLoader from 'dataloader'

/**
 * Joins all requests of one turn of the event loop into one call of `load`, which gets each key once. Nothing is cached, because a
 * subscription reads again for each event and needs the present values. A key that `load` leaves out gives undefined.
 */
export function batched<Key, Value>(
  load: (keys: Key[]) => Promise<ReadonlyMap<Key, Value>>,
): (key: Key) => Promise<Value | undefined> {
  const loader = new DataLoader<Key, Value | undefined>(
    async (keys) => {
      const values = await load([...new Set(keys)])
      return keys.map((key) => values.get(key))
    },
    { cache: false, batchScheduleFn: setImmediate },
  )
  return (key) => loader.load(key)
}
