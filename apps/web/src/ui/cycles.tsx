/** Shows each cycle of dependencies as its task keys in order. The first key is repeated at the end. */
export function Cycles({ cycles }: { cycles: readonly (readonly string[])[] }) {
  return (
    <ul className="mt-1.5 grid gap-1">
      {cycles.map((keys) => (
        <li key={keys.join(' ')} className="font-mono text-(--text)">
          {[...keys, keys[0]].join(' → ')}
        </li>
      ))}
    </ul>
  )
}
