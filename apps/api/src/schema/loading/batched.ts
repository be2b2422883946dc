import DataLoader from 'dataloader'

/**
 * Joins all requests for values that are made in one turn of the event loop into one call of `load`, with each key once. Nothing is cached,
 * because a subscription needs the present values for each event.
 * @returns a function that loads the value of a key; undefined when the result of `load` lacks the key
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
