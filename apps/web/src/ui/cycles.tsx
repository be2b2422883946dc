/** Cycles as their keys, in order; the first is repeated, as people read a circle. */
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
